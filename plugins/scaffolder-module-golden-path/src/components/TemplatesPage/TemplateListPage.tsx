import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { usePermission } from '@backstage/plugin-permission-react';
import { TemplateEntityV1beta3 } from '@backstage/plugin-scaffolder-common';
import { taskCreatePermission } from '@backstage/plugin-scaffolder-common/alpha';
import {
  DeniedState,
  EmptyState,
  ErrorState,
  LoadingState,
  Page,
  PageHeader,
  Section,
} from '@companyos/ui-kit';
import { goldenPathTranslationRef } from '../../translation';
import { TemplateCard } from './TemplateCard';
import { TemplateEntry, useTemplates } from './useTemplates';
import styles from './TemplatesPage.module.css';

/** How an app narrows and groups the templates, as configured on the sub-page. */
export interface TemplateListOptions {
  groups?: Array<{
    title: string;
    filter: (entity: TemplateEntityV1beta3) => boolean;
  }>;
  templateFilter?: (entity: TemplateEntityV1beta3) => boolean;
}

function Cards(props: {
  entries: TemplateEntry[];
  canCreate: boolean | undefined;
}) {
  return (
    <ul className={styles.cards}>
      {props.entries.map(entry => (
        <li key={entry.entityRef}>
          <TemplateCard entry={entry} canCreate={props.canCreate} />
        </li>
      ))}
    </ul>
  );
}

/** All templates as cards: what one gets, how long it takes, and the way to start. */
export function TemplateListPage({
  groups = [],
  templateFilter = () => true,
}: TemplateListOptions) {
  const { t } = useTranslationRef(goldenPathTranslationRef);
  const permission = usePermission({ permission: taskCreatePermission });
  const { value, error, reload } = useTemplates();

  const isKnown = !permission.loading && !permission.error;
  const canCreate = isKnown ? permission.allowed : undefined;
  const entries =
    value?.entries.filter(({ entity }) => templateFilter(entity)) ?? [];
  const sections = [
    ...groups.map(({ title, filter }) => ({ title, filter })),
    {
      title: t(groups.length ? 'templates.other' : 'templates.section'),
      filter: (entity: TemplateEntityV1beta3) =>
        !groups.some(group => group.filter(entity)),
    },
  ].map(({ title, filter }) => ({
    title,
    entries: entries.filter(({ entity }) => filter(entity)),
  }));

  return (
    <Page>
      <PageHeader kind={t('templates.kind')} title={t('templates.title')} />
      <p className={styles.lead}>{t('templates.lead')}</p>

      {permission.error && (
        <ErrorState
          title={t('templates.permissionFailed')}
          error={permission.error}
        />
      )}
      {canCreate === false && (
        <DeniedState
          permission={taskCreatePermission.name}
          what={t('templates.whatCreating')}
        />
      )}
      {!value && error === undefined && (
        <LoadingState label={t('templates.loading')} shape="cards" />
      )}
      {error !== undefined && (
        <ErrorState
          title={t('templates.failed')}
          error={error}
          onRetry={reload}
        />
      )}
      {value && entries.length === 0 && (
        <EmptyState
          title={t('templates.empty.title')}
          description={t('templates.empty.description')}
        />
      )}
      {value?.figuresError && (
        <ErrorState
          title={t('templates.figuresFailed')}
          error={value.figuresError}
          onRetry={reload}
        />
      )}
      {sections
        .filter(section => section.entries.length > 0)
        .map(section => (
          <Section key={section.title} title={section.title}>
            <Cards entries={section.entries} canCreate={canCreate} />
          </Section>
        ))}
    </Page>
  );
}
