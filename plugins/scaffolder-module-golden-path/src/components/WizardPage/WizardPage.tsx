import { stringifyEntityRef } from '@backstage/catalog-model';
import { NotFoundError } from '@backstage/errors';
import {
  BreadcrumbEntry,
  useApi,
  useTranslationRef,
} from '@backstage/frontend-plugin-api';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { usePermission } from '@backstage/plugin-permission-react';
import { isTemplateEntityV1beta3 } from '@backstage/plugin-scaffolder-common';
import { taskCreatePermission } from '@backstage/plugin-scaffolder-common/alpha';
import {
  FieldExtensionOptions,
  scaffolderApiRef,
  SecretsContextProvider,
} from '@backstage/plugin-scaffolder-react';
import { useFilteredSchemaProperties } from '@backstage/plugin-scaffolder-react/alpha';
import {
  DeniedState,
  ErrorState,
  LoadingState,
  Page,
  PageHeader,
  useLoaded,
} from '@companyos/ui-kit';
import { useCallback } from 'react';
import { useParams } from '../../routing';
import { goldenPathTranslationRef } from '../../translation';
import { Wizard } from './Wizard';
import styles from './WizardPage.module.css';

/** The wizard of one template, or why it cannot be used. */
export function WizardPage({ fields }: { fields: FieldExtensionOptions[] }) {
  const { namespace = 'default', templateName = '' } = useParams();
  const { t } = useTranslationRef(goldenPathTranslationRef);
  const catalog = useApi(catalogApiRef);
  const scaffolder = useApi(scaffolderApiRef);
  const permission = usePermission({ permission: taskCreatePermission });

  const templateRef = stringifyEntityRef({
    kind: 'Template',
    namespace,
    name: templateName,
  });
  const load = useCallback(async () => {
    const [entity, manifest] = await Promise.all([
      catalog.getEntityByRef(templateRef),
      scaffolder.getTemplateParameterSchema(templateRef),
    ]);
    if (!entity || !isTemplateEntityV1beta3(entity)) {
      throw new NotFoundError(`There is no template ${templateRef}.`);
    }
    return { entity, manifest };
  }, [catalog, scaffolder, templateRef]);
  const { value: ready, error, reload } = useLoaded(load);
  const manifest = useFilteredSchemaProperties(ready?.manifest);
  const title =
    ready?.manifest.title ?? ready?.entity.metadata.title ?? templateName;

  return (
    <BreadcrumbEntry entry={{ label: title, href: '.' }}>
      <Page>
        <PageHeader kind={t('wizard.kind')} title={title} />
        {ready?.entity.metadata.description && (
          <p className={styles.lead}>{ready.entity.metadata.description}</p>
        )}
        {permission.error && (
          <ErrorState
            title={t('templates.permissionFailed')}
            error={permission.error}
          />
        )}
        {!permission.loading && !permission.allowed && !permission.error && (
          <DeniedState
            permission={taskCreatePermission.name}
            what={t('templates.whatCreating')}
          />
        )}
        {(permission.loading || permission.allowed) && (
          <>
            {((!ready && error === undefined) || permission.loading) && (
              <LoadingState label={t('wizard.loading')} shape="page" />
            )}
            {!ready && error !== undefined && (
              <ErrorState
                title={t('wizard.failed')}
                error={error}
                onRetry={reload}
              />
            )}
            {permission.allowed && ready && manifest && (
              <SecretsContextProvider>
                <Wizard
                  key={templateRef}
                  templateRef={templateRef}
                  entity={ready.entity}
                  manifest={manifest}
                  fields={fields}
                />
              </SecretsContextProvider>
            )}
          </>
        )}
      </Page>
    </BreadcrumbEntry>
  );
}
