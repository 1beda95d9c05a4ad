import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type {
  DeclaredPatch,
  EditedFile,
} from '@companyos/plugin-golden-path-common';
import { CopyCommand, DataTable, Section, StatePill } from '@companyos/ui-kit';
import { goldenPathTranslationRef } from '../../translation';
import { shellWord } from '../shared/shellWord';
import styles from './RepositoryPage.module.css';

function Patch({ patch }: { patch: DeclaredPatch | undefined }) {
  const { t } = useTranslationRef(goldenPathTranslationRef);
  if (!patch) {
    return <StatePill state="fail">{t('repository.patchNone')}</StatePill>;
  }
  const words = { day: patch.expires, reason: patch.reason };
  return patch.expired ? (
    <StatePill state="fail">{t('repository.patchExpired', words)}</StatePill>
  ) : (
    <StatePill state="waived">{t('repository.patchUntil', words)}</StatePill>
  );
}

/** Managed files that are not as the template keeps them, and who answers for that. */
export function EditedFiles({ files }: { files: EditedFile[] }) {
  const { t } = useTranslationRef(goldenPathTranslationRef);
  const undeclared = files.find(({ patch }) => !patch || patch.expired);
  return (
    <Section
      title={t('repository.edited')}
      description={t('repository.editedText')}
    >
      <DataTable
        label={t('repository.edited')}
        rows={files}
        rowKey={({ path }) => path}
        columns={[
          {
            id: 'path',
            title: t('repository.editedColumnPath'),
            isRowHeader: true,
            cell: ({ path }) => <span className={styles.mono}>{path}</span>,
            sortValue: ({ path }) => path,
          },
          {
            id: 'kind',
            title: t('repository.editedColumnKind'),
            cell: ({ kind }) =>
              t(
                kind === 'missing'
                  ? 'repository.kindMissing'
                  : 'repository.kindChanged',
              ),
          },
          {
            id: 'patch',
            title: t('repository.editedColumnPatch'),
            cell: ({ patch }) => <Patch patch={patch} />,
          },
        ]}
      />
      {undeclared && (
        <CopyCommand
          label={t('repository.declare')}
          command={`companyos golden patch ${shellWord(
            undeclared.path,
          )} --reason "…" --expires YYYY-MM-DD`}
        />
      )}
    </Section>
  );
}
