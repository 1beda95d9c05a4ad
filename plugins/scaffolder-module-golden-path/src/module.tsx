import {
  ApiBlueprint,
  coreExtensionData,
  createFrontendModule,
  ExtensionBoundary,
  fetchApiRef,
} from '@backstage/frontend-plugin-api';
import { filterPredicateToFilterFunction } from '@backstage/filter-predicates';
import scaffolderPlugin from '@backstage/plugin-scaffolder/alpha';
import {
  FormFieldBlueprint,
  formFieldsApiRef,
  scaffolderTemplateOutputsComponentRef,
  scaffolderTemplateOutputTemplateRefsRef,
} from '@backstage/plugin-scaffolder-react/alpha';
import { GoldenPathClient } from './api/GoldenPathClient';
import { goldenPathApiRef } from './api/goldenPathApiRef';
import { fieldExtensionsOf } from './fields/fieldExtensionsOf';

const goldenPathApi = ApiBlueprint.make({
  name: 'golden-path',
  params: defineParams =>
    defineParams({
      api: goldenPathApiRef,
      deps: { fetchApi: fetchApiRef },
      factory: ({ fetchApi }) => new GoldenPathClient(fetchApi),
    }),
});

const goldenNameField = FormFieldBlueprint.make({
  name: 'golden-name',
  params: {
    field: () =>
      import('./fields/GoldenName/goldenNameFormField').then(
        m => m.goldenNameFormField,
      ),
  },
});

/** The cards and the wizard in place of the plugin's own; its configuration still holds. */
const templatesSubPage = scaffolderPlugin
  .getExtension('sub-page:scaffolder/templates')
  .override({
    *factory(originalFactory, { apis, config, node }) {
      yield* originalFactory();
      yield coreExtensionData.reactElement(
        ExtensionBoundary.lazy(node, async () => {
          const [{ TemplatesPage }, formFields] = await Promise.all([
            import('./components/TemplatesPage/TemplatesPage'),
            apis.get(formFieldsApiRef)?.loadFormFields() ?? [],
          ]);
          return (
            <TemplatesPage
              fields={fieldExtensionsOf(formFields)}
              groups={config.groups?.map(({ title, filter }) => ({
                title,
                filter: filterPredicateToFilterFunction(filter),
              }))}
              templateFilter={
                config.templateFilter === undefined
                  ? undefined
                  : filterPredicateToFilterFunction(config.templateFilter)
              }
            />
          );
        }),
      );
    },
  });

/** The list of tasks and the page of each in place of the plugin's own; registered outputs still hold. */
const tasksSubPage = scaffolderPlugin
  .getExtension('sub-page:scaffolder/tasks')
  .override({
    *factory(originalFactory, { inputs, node }) {
      yield* originalFactory();
      const outputs = inputs.templateOutputsComponents.map(input => ({
        component: input.get(scaffolderTemplateOutputsComponentRef),
        templateRefs: input.get(scaffolderTemplateOutputTemplateRefsRef),
      }));
      yield coreExtensionData.reactElement(
        ExtensionBoundary.lazy(node, async () => {
          const { TasksPage } = await import('./components/TaskPage/TasksPage');
          return <TasksPage outputs={outputs} />;
        }),
      );
    },
  });

/** Create, the golden-path way. */
export default createFrontendModule({
  pluginId: 'scaffolder',
  extensions: [goldenPathApi, goldenNameField, templatesSubPage, tasksSubPage],
});
