/**
 * What back ends use to record facts and to follow them.
 *
 * @packageDocumentation
 */
export { auditorServiceFactory as default } from './auditorServiceFactory';
export { migrateOutbox } from './database/migrateOutbox';
export { INTELGRAPH_RECORDED_TOPIC } from './DefaultIntelGraphService';
export type { FeedItem, WatchOptions } from './FeedWatch';
export type { IntelGraphService } from './IntelGraphService';
export { intelGraphServiceRef } from './intelGraphServiceRef';
export { auditorServiceFactory } from './auditorServiceFactory';
