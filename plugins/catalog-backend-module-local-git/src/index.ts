/**
 * The embedded git folder in the catalog, and its files for every plugin that reads URLs.
 *
 * @packageDocumentation
 */

import { createBackendFeatureLoader } from '@backstage/backend-plugin-api';
import { catalogModuleLocalGit } from './module';
import { localGitUrlReaderFactory } from './urlReaderFactory';

export {
  catalogModuleLocalGit,
  LOCAL_GIT_MOVED_TOPIC,
  LOCAL_GIT_TOPIC,
} from './module';
export { localGitUrlReaderFactory } from './urlReaderFactory';

/** Both features: the entity provider and the URL reader. */
export default createBackendFeatureLoader({
  loader: () => [catalogModuleLocalGit, localGitUrlReaderFactory],
});
