import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Link } from '@backstage/ui';
import type { DeclaredPatch } from '@companyos/plugin-golden-path-common';
import { DataTable, Section, StatePill } from '@companyos/ui-kit';
import { goldenPathTranslationRef } from '../../translation';
import styles from './RepositoryPage.module.css';

/** Where a patch is tracked. The text comes from a file of the repository: only the web is followed. */
function Ticket({ ticket }: { ticket: string | undefined }) {
  if (!ticket) return null;
  return /^https?:\/\//i.test(ticket) && URL.canParse(ticket) ? (
    <Link href={ticket}>{ticket}</Link>
  ) : (
    <>{ticket}</>
  );
}

/** Deviations somebody answers for: why, where that is tracked, and until when. */
export function DeclaredPatches({ patches }: { patches: DeclaredPatch[] }) {
  const { t } = useTranslationRef(goldenPathTranslationRef);
  return (
    <Section
      title={t('repository.patches')}
      description={t('repository.patchesText')}
    >
      <DataTable
        label={t('repository.patches')}
        rows={patches}
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
            id: 'reason',
            title: t('repository.patchColumnReason'),
            cell: ({ reason }) => reason,
          },
          {
            id: 'ticket',
            title: t('repository.patchColumnTicket'),
            cell: ({ ticket }) => <Ticket ticket={ticket} />,
          },
          {
            id: 'expires',
            title: t('repository.patchColumnExpires'),
            cell: ({ expires, expired }) => (
              <StatePill state={expired ? 'fail' : 'waived'}>
                {t(
                  expired ? 'repository.patchEnded' : 'repository.patchLasts',
                  { day: expires },
                )}
              </StatePill>
            ),
            sortValue: ({ expires }) => expires,
          },
        ]}
      />
    </Section>
  );
}
