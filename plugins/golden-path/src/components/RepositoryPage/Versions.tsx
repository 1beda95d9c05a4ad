import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { TemplateVersionView } from '@companyos/plugin-golden-path-common';
import { Ago, DataTable, Section, StatePill } from '@companyos/ui-kit';
import { goldenPathTranslationRef } from '../../translation';
import styles from './RepositoryPage.module.css';

/** The versions of a template with what each has passed. */
export function Versions(props: {
  template: string;
  versions: TemplateVersionView[];
}) {
  const { t } = useTranslationRef(goldenPathTranslationRef);
  return (
    <Section title={t('repository.versions', { template: props.template })}>
      <DataTable
        label={t('repository.versionsRows')}
        rows={props.versions}
        rowKey={({ version }) => version}
        columns={[
          {
            id: 'version',
            title: t('repository.columnVersion'),
            isRowHeader: true,
            cell: ({ version }) => (
              <span className={styles.mono}>{version}</span>
            ),
          },
          {
            id: 'released',
            title: t('repository.columnReleased'),
            cell: ({ release }) =>
              release ? (
                <Ago time={release.releasedAt} />
              ) : (
                <StatePill state="unknown">
                  {t('repository.unreleased')}
                </StatePill>
              ),
          },
          {
            id: 'proof',
            title: t('repository.columnProof'),
            cell: ({ release }) =>
              release &&
              t('repository.combinations', { count: release.combinations }),
          },
          {
            id: 'green',
            title: t('repository.columnGreen'),
            cell: ({ release }) =>
              release &&
              t('repository.green', {
                p50: release.greenSeconds.p50.toFixed(0),
                p95: release.greenSeconds.p95.toFixed(0),
              }),
          },
          {
            id: 'repositories',
            title: t('repository.columnRepositories'),
            align: 'end',
            cell: ({ repositories }) => repositories,
          },
        ]}
      />
    </Section>
  );
}
