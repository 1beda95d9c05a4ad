import { createApiRef } from '@backstage/frontend-plugin-api';
import { GoldenPathApi } from './GoldenPathApi';

/** Gives pages and form fields the golden-path routes of the scaffolder back end. */
export const goldenPathApiRef = createApiRef<GoldenPathApi>().with({
  id: 'plugin.scaffolder.golden-path',
  pluginId: 'scaffolder',
});
