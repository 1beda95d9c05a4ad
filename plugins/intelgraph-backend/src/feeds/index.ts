export { startFeeds } from './startFeeds';
export type { FeedsOptions } from './startFeeds';
