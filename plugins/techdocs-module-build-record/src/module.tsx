import {
  ApiBlueprint,
  createFrontendModule,
  fetchApiRef,
} from '@backstage/frontend-plugin-api';
import { AddonBlueprint } from '@backstage/plugin-techdocs-react/alpha';
import { buildRecordApiRef } from './api/buildRecordApiRef';
import { BuildRecordClient } from './api/BuildRecordClient';
import { BuildStripAddon } from './components/BuildStrip/BuildStripAddon';
import { DocsLookAddon } from './components/DocsLookAddon';

const buildRecordApi = ApiBlueprint.make({
  name: 'build-record',
  params: defineParams =>
    defineParams({
      api: buildRecordApiRef,
      deps: { fetchApi: fetchApiRef },
      factory: ({ fetchApi }) => new BuildRecordClient(fetchApi),
    }),
});

// TechDocs renders the subheader outside of the reader, so it is there, too, when a
// build failed or there are no docs yet, on the docs tab as well as in the reader.
const buildStripAddon = AddonBlueprint.make({
  name: 'build-record',
  params: {
    name: 'BuildRecord',
    location: 'Subheader',
    component: BuildStripAddon,
  },
});

// Not shown anywhere: it only adds a rule to the style of the docs.
const docsLookAddon = AddonBlueprint.make({
  name: 'docs-look',
  params: {
    name: 'DocsLook',
    location: 'Content',
    component: DocsLookAddon,
  },
});

/** The build record for the plugin `techdocs`. */
export const techdocsModuleBuildRecord = createFrontendModule({
  pluginId: 'techdocs',
  extensions: [buildRecordApi, buildStripAddon, docsLookAddon],
});
