import { createFrontendModule } from '@backstage/frontend-plugin-api';
import catalogPlugin from '@backstage/plugin-catalog/alpha';

/** The page in place of the plugin's own: same path, same route, same query parameters. */
const catalogPage = catalogPlugin.getExtension('page:catalog').override({
  factory: originalFactory =>
    originalFactory({
      params: {
        noHeader: true,
        loader: async () => {
          const { CatalogIndexPage } = await import(
            './components/CatalogIndexPage'
          );
          return <CatalogIndexPage />;
        },
      },
    }),
});

/**
 * Replaces the catalog's index page.
 *
 * @public
 */
export const catalogIndexModule = createFrontendModule({
  pluginId: 'catalog',
  extensions: [catalogPage],
});
