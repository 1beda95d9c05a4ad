import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { ButtonLink } from '@backstage/ui';
import { EmptyState, Page, PageHeader } from '@companyos/ui-kit';
import { useLocation } from 'react-router-dom';
import { appTranslationRef } from '../translation';

/** No page has this address. */
export function NotFoundPage() {
  const { t } = useTranslationRef(appTranslationRef);
  const { pathname } = useLocation();
  return (
    <Page>
      <PageHeader kind={t('notFound.kind')} title={t('notFound.title')} />
      <EmptyState
        title={t('notFound.what', { path: pathname })}
        description={t('notFound.why')}
        action={
          <ButtonLink href="/" variant="primary">
            {t('notFound.home')}
          </ButtonLink>
        }
      />
    </Page>
  );
}
