import appPlugin from '@backstage/plugin-app';
import {
  coreExtensionData,
  createFrontendModule,
  createTranslationMessages,
  NotFoundErrorPage,
  PageLayout,
} from '@backstage/frontend-plugin-api';
import { coreComponentsTranslationRef } from '@backstage/core-components';
import {
  NavContentBlueprint,
  SwappableComponentBlueprint,
  TranslationBlueprint,
} from '@backstage/plugin-app-react';
import { Navigation } from './Navigation';
import { NotFoundPage } from './NotFoundPage';
import { PageLayout as PortalPageLayout } from './PageLayout';
import { Shell } from './Shell';

const layout = appPlugin.getExtension('app/layout').override({
  factory: (_original, { inputs }) => [
    coreExtensionData.reactElement(
      <Shell
        navigation={inputs.nav.get(coreExtensionData.reactElement)}
        content={inputs.content.get(coreExtensionData.reactElement)}
      />,
    ),
  ],
});

const navigation = NavContentBlueprint.make({
  params: { component: Navigation },
});

const pageLayout = SwappableComponentBlueprint.make({
  name: 'core-page-layout',
  params: define =>
    define({ component: PageLayout, loader: () => PortalPageLayout }),
});

const notFoundPage = SwappableComponentBlueprint.make({
  name: 'core-not-found-error-page',
  params: define =>
    define({ component: NotFoundErrorPage, loader: () => NotFoundPage }),
});

const coreWords = TranslationBlueprint.make({
  name: 'core-components',
  params: {
    resource: createTranslationMessages({
      ref: coreComponentsTranslationRef,
      messages: { 'errorPage.title': 'This page can’t be shown' },
    }),
  },
});

/** The frame around every page: navigation by jobs, search in reach, the content. */
export const shellModule = createFrontendModule({
  pluginId: 'app',
  extensions: [layout, navigation, pageLayout, notFoundPage, coreWords],
});
