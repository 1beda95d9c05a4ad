import { createFrontendModule } from '@backstage/frontend-plugin-api';
import { HomePageLayoutBlueprint } from '@backstage/plugin-home-react/alpha';

const layout = HomePageLayoutBlueprint.make({
  params: {
    loader: async () => {
      const { HomePage } = await import('./HomePage');
      return () => <HomePage />;
    },
  },
});

/** What needs me, my services, where I was: in place of the stock widget grid. */
export const homeModule = createFrontendModule({
  pluginId: 'home',
  extensions: [layout],
});
