import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import { Button, ButtonLink, Link } from '@backstage/ui';
import {
  goldenPathCampaignManagePermission,
  type CampaignSummary,
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
  useLoaded,
} from '@companyos/ui-kit';
import { useCallback } from 'react';
import { goldenPathApiRef } from '../../api/goldenPathApiRef';
import { links } from '../../links';
import { goldenPathTranslationRef } from '../../translation';
import { FailedState } from '../shared/FailedState';
import { CampaignPill } from '../shared/pills';
import { useAllowed } from '../shared/useAllowed';
import { WithReason } from '../shared/WithReason';

const REFRESH_MS = 10_000;

const sizeOf = ({ counts }: CampaignSummary) =>
  Object.values(counts).reduce((sum, count) => sum + count, 0);

/** All campaigns, newest first. */
export function CampaignsPage() {
  const { t } = useTranslationRef(goldenPathTranslationRef);
  const api = useApi(goldenPathApiRef);
  const mayPlan = useAllowed(goldenPathCampaignManagePermission);
  const { value, error, reload } = useLoaded(
    useCallback(
      async () => ({ items: await api.campaigns(), loadedAt: Date.now() }),
      [api],
    ),
    REFRESH_MS,
  );
  const plan = mayPlan && (
    <ButtonLink href={links.newCampaign()} variant="primary">
      {t('fleet.plan')}
    </ButtonLink>
  );
  return (
    <Page>
      <PageHeader
        kind={t('campaignsPage.kind')}
        title={t('campaignsPage.title')}
        breadcrumbs={[{ label: t('title'), href: links.fleet }]}
        asOf={value?.loadedAt}
        onRefresh={reload}
        actions={
          mayPlan === false ? (
            <WithReason reason={t('denied')}>
              {describedBy => (
                <Button
                  variant="primary"
                  isDisabled
                  aria-describedby={describedBy}
                >
                  {t('fleet.plan')}
                </Button>
              )}
            </WithReason>
          ) : (
            plan
          )
        }
      />
      <FailedState error={error} onRetry={reload} since={value?.loadedAt} />
      {!value && error === undefined && (
        <LoadingState label={t('loading')} shape="table" />
      )}
      {value && value.items.length > 0 && (
        <Answer>
          {t('campaignsPage.answer', {
            count: value.items.length,
            running: String(
              value.items.filter(({ status }) => status === 'running').length,
            ),
          })}
        </Answer>
      )}
      {value && (
        <DataTable
          label={t('campaignsPage.rows')}
          rows={value.items}
          rowKey={({ id }) => id}
          urlKey="campaigns"
          empty={
            <EmptyState
              title={t('campaignsPage.emptyTitle')}
              description={t('campaignsPage.emptyText')}
              action={plan}
            />
          }
          columns={[
            {
              id: 'title',
              title: t('campaignsPage.columnTitle'),
              isRowHeader: true,
              cell: ({ id, title }) => (
                <Link href={links.campaign(id)}>{title}</Link>
              ),
              sortValue: ({ title }) => title,
            },
            {
              id: 'status',
              title: t('campaignsPage.columnStatus'),
              cell: ({ status }) => <CampaignPill status={status} />,
              sortValue: ({ status }) => status,
            },
            {
              id: 'template',
              title: t('campaignsPage.columnTemplate'),
              cell: ({ template, to }) => `${template} ${to}`,
              sortValue: ({ template, to }) => `${template} ${to}`,
            },
            {
              id: 'progress',
              title: t('campaignsPage.columnProgress'),
              cell: campaign =>
                t('campaignsPage.progress', {
                  done: String(campaign.counts.done),
                  all: String(sizeOf(campaign)),
                }),
              sortValue: ({ counts }) => counts.done,
            },
            {
              id: 'when',
              title: t('campaignsPage.columnWhen'),
              cell: ({ updatedAt }) => <Ago time={updatedAt} />,
              sortValue: ({ updatedAt }) => updatedAt,
            },
          ]}
        />
      )}
      {mayPlan === false && value && (
        <DeniedState
          permission={goldenPathCampaignManagePermission.name}
          what={t('fleet.deniedPlan')}
        />
      )}
    </Page>
  );
}
