import { createFrontendModule } from '@backstage/frontend-plugin-api';
import searchPlugin from '@backstage/plugin-search/alpha';
import {
  SearchFilterResultTypeBlueprint,
  SearchResultListItemBlueprint,
} from '@backstage/plugin-search-react/alpha';

/** The page in place of the plugin's own; what plugins add for their results still holds. */
const searchPage = searchPlugin.getExtension('page:search').override({
  factory: (originalFactory, { inputs }) =>
    originalFactory({
      params: {
        noHeader: true,
        loader: async () => {
          const { SearchPage } = await import('./components/SearchPage');
          return (
            <SearchPage
              items={inputs.items.map(input =>
                input.get(SearchResultListItemBlueprint.dataRefs.item),
              )}
              types={inputs.resultTypes.map(input =>
                input.get(SearchFilterResultTypeBlueprint.dataRefs.resultType),
              )}
            />
          );
        },
      },
    }),
});

/**
 * Replaces the search page.
 *
 * @public
 */
export const searchPageModule = createFrontendModule({
  pluginId: 'search',
  extensions: [searchPage],
});
