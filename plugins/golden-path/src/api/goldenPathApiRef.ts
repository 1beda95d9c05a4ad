import { createApiRef } from '@backstage/frontend-plugin-api';
import type { GoldenPathApi } from './GoldenPathApi';

/** The golden-path back end. */
export const goldenPathApiRef = createApiRef<GoldenPathApi>().with({
  id: 'plugin.golden-path.day-two',
  pluginId: 'golden-path',
});
