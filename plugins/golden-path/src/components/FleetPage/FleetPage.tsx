import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import { Button, ButtonLink, Checkbox, Link } from '@backstage/ui';
import {
  goldenPathCampaignManagePermission,
  type FleetRepository,
  type FleetTotals,
} from '@companyos/plugin-golden-path-common';
import {
  Ago,
  Answer,
  DataTable,
  DeniedState,
  EmptyState,
  LoadingState,
  Page,
  PageHeader,
  Section,
  type DataTableColumn,
} from '@companyos/ui-kit';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { links, nameOf } from '../../links';
import { useNavigate } from '../../routing';
import { goldenPathTranslationRef } from '../../translation';
import { FailedState } from '../shared/FailedState';
import { DriftPill, UpdatePill } from '../shared/pills';
import { useAllowed } from '../shared/useAllowed';
import { WithReason } from '../shared/WithReason';
import { DownloadFleet } from './DownloadFleet';
import { FleetFilters } from './FleetFilters';
import styles from './FleetPage.module.css';
import { StatusTotals } from './StatusTotals';
import { useFleetFilter } from './useFleetFilter';
import { useFleetPart } from './useFleetPart';

const REFRESH_MS = 30_000;
const CSV_NAME = 'golden-path';

function FleetAnswer(props: { totals: FleetTotals; isFiltered: boolean }) {
  const { t } = useTranslationRef(goldenPathTranslationRef);
  const { totals, isFiltered } = props;
  const { current, outdated, edited, tampered, undecided } = totals.byStatus;
  const red = tampered + undecided;
  return (
    <Answer>
      {[
        t(isFiltered ? 'fleet.answerFiltered' : 'fleet.answer', {
          count: totals.repositories,
          current: String(current),
        }),
        outdated > 0 && t('fleet.answerOutdated', { count: outdated }),
        edited > 0 && t('fleet.answerEdited', { count: edited }),
        red > 0 && t('fleet.answerRed', { count: red }),
      ]
        .filter(Boolean)
        .join(' ')}
    </Answer>
  );
}

function useColumns(
  selected: ReadonlyMap<string, FleetRepository> | undefined,
  toggle: (row: FleetRepository, isSelected: boolean) => void,
): DataTableColumn<FleetRepository>[] {
  const { t } = useTranslationRef(goldenPathTranslationRef);
  return useMemo(() => {
    const columns: DataTableColumn<FleetRepository>[] = [
      {
        id: 'name',
        title: t('fleet.columnName'),
        isRowHeader: true,
        cell: ({ entityRef }) => (
          <Link href={links.repository(entityRef)}>{nameOf(entityRef)}</Link>
        ),
        sortValue: ({ entityRef }) => nameOf(entityRef),
      },
      {
        id: 'status',
        title: t('fleet.columnStatus'),
        cell: ({ drift }) => <DriftPill drift={drift} />,
        sortValue: ({ drift }) => drift.status,
      },
      {
        id: 'template',
        title: t('fleet.columnTemplate'),
        cell: ({ template }) => template,
        sortValue: ({ template }) => template,
      },
      {
        id: 'version',
        title: t('fleet.columnVersion'),
        cell: ({ version }) => <span className={styles.mono}>{version}</span>,
        sortValue: ({ version }) => version,
      },
      {
        id: 'edited',
        title: t('fleet.columnEdited'),
        align: 'end',
        cell: ({ drift }) => drift.edited.length,
        sortValue: ({ drift }) => drift.edited.length,
      },
      {
        id: 'owner',
        title: t('fleet.columnOwner'),
        cell: ({ owner }) => <EntityRefLink entityRef={owner} hideIcon />,
        sortValue: ({ owner }) => owner,
      },
      {
        id: 'update',
        title: t('fleet.columnUpdate'),
        cell: ({ update }) =>
          update && (
            <Link href={links.update(update.id)}>
              <UpdatePill status={update.status} />
            </Link>
          ),
        sortValue: ({ update }) => update?.status,
      },
      {
        id: 'checked',
        title: t('fleet.columnChecked'),
        cell: ({ checkedAt }) => <Ago time={checkedAt} />,
        sortValue: ({ checkedAt }) => checkedAt,
      },
    ];
    return selected
      ? [
          {
            id: 'select',
            title: t('fleet.columnSelect'),
            cell: row =>
              row.drift.behind > 0 && (
                <Checkbox
                  aria-label={t('fleet.select', {
                    name: nameOf(row.entityRef),
                  })}
                  isSelected={selected.has(row.entityRef)}
                  onChange={isSelected => toggle(row, isSelected)}
                />
              ),
          },
          ...columns,
        ]
      : columns;
  }, [t, selected, toggle]);
}

/** What has been selected for a campaign, over all parts of the fleet. */
function useSelection() {
  const [selected, setSelected] = useState<
    ReadonlyMap<string, FleetRepository>
  >(new Map());
  const toggle = useCallback(
    (row: FleetRepository, isSelected: boolean) =>
      setSelected(before => {
        const next = new Map(before);
        if (isSelected) next.set(row.entityRef, row);
        else next.delete(row.entityRef);
        return next;
      }),
    [],
  );
  return { selected, toggle };
}

/** Every repository that was made from a template: its version, its drift, its update. */
export function FleetPage() {
  const { t } = useTranslationRef(goldenPathTranslationRef);
  const navigate = useNavigate();
  const filter = useFleetFilter();
  const { value, error, reload } = useFleetPart(filter, REFRESH_MS);
  const mayPlan = useAllowed(goldenPathCampaignManagePermission);
  const { selected, toggle } = useSelection();
  const columns = useColumns(mayPlan ? selected : undefined, toggle);
  // While another filter loads, the counts stay: one of them may hold the focus.
  const [totals, setTotals] = useState<FleetTotals>();
  useEffect(() => {
    if (value) setTotals(value.totals);
  }, [value]);

  const templates = new Set(
    [...selected.values()].map(({ template }) => template),
  );
  let reason: string | undefined;
  if (mayPlan === false) reason = t('denied');
  else if (templates.size > 1) reason = t('fleet.oneTemplate');
  const isEmpty =
    value !== undefined && value.totals.repositories === 0 && !filter.isSet;
  const isPart = filter.cursor !== undefined || value?.nextCursor !== undefined;

  return (
    <Page>
      <PageHeader
        kind={t('fleet.kind')}
        title={t('title')}
        asOf={value?.loadedAt}
        onRefresh={reload}
        actions={
          <>
            <ButtonLink href={links.campaigns} variant="secondary">
              {t('fleet.campaigns')}
            </ButtonLink>
            <WithReason reason={reason}>
              {describedBy => (
                <Button
                  variant="primary"
                  isDisabled={!mayPlan || reason !== undefined}
                  aria-describedby={describedBy}
                  onPress={() =>
                    navigate(
                      links.newCampaign({
                        template: [...templates][0] ?? filter.values.template,
                        repositories: [...selected.keys()],
                      }),
                    )
                  }
                >
                  {selected.size > 0
                    ? t('fleet.planSelected', { count: selected.size })
                    : t('fleet.plan')}
                </Button>
              )}
            </WithReason>
          </>
        }
      />
      <FailedState error={error} onRetry={reload} since={value?.loadedAt} />
      {totals && totals.repositories > 0 && (
        <FleetAnswer
          totals={totals}
          isFiltered={Object.entries(filter.values).some(
            ([name, wanted]) => name !== 'status' && wanted !== undefined,
          )}
        />
      )}
      {(value || error === undefined) && (
        <Section
          title={t('fleet.all')}
          actions={
            isPart && <DownloadFleet filter={filter} columns={columns} />
          }
        >
          {!isEmpty && (
            <div className={styles.controls}>
              {totals && (
                <StatusTotals
                  totals={totals}
                  status={filter.values.status}
                  onChange={status => filter.set('status', status)}
                />
              )}
              <FleetFilters filter={filter} />
            </div>
          )}
          {!value && <LoadingState label={t('loading')} shape="table" />}
          {value && (
            <DataTable
              label={t('fleet.rows')}
              columns={columns}
              rows={value.items}
              rowKey={({ entityRef }) => entityRef}
              urlKey="fleet"
              csvName={isPart ? undefined : CSV_NAME}
              initialSort={{ column: 'name', direction: 'ascending' }}
              empty={
                isEmpty ? (
                  <EmptyState
                    title={t('fleet.emptyTitle')}
                    description={t('fleet.emptyText')}
                    action={
                      <ButtonLink href="/create">
                        {t('fleet.create')}
                      </ButtonLink>
                    }
                  />
                ) : (
                  <EmptyState title={t('fleet.emptyFiltered')} />
                )
              }
            />
          )}
          {isPart && value && (
            <div className={styles.parts}>
              <span className={styles.note}>{t('fleet.part')}</span>
              {filter.cursor !== undefined && (
                <Button
                  variant="secondary"
                  onPress={() => filter.goTo(undefined)}
                >
                  {t('fleet.first')}
                </Button>
              )}
              {value.nextCursor !== undefined && (
                <Button
                  variant="secondary"
                  onPress={() => filter.goTo(value.nextCursor)}
                >
                  {t('fleet.next')}
                </Button>
              )}
            </div>
          )}
        </Section>
      )}
      {mayPlan === false && value && !isEmpty && (
        <DeniedState
          permission={goldenPathCampaignManagePermission.name}
          what={t('fleet.deniedPlan')}
        />
      )}
    </Page>
  );
}
