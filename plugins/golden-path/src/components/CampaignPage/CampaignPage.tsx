import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import { Button, Link } from '@backstage/ui';
import {
  goldenPathCampaignManagePermission,
  type Campaign,
} from '@companyos/plugin-golden-path-common';
import {
  Answer,
  Confirm,
  DataTable,
  DeniedState,
  ErrorState,
  FactList,
  LoadingState,
  Page,
  PageHeader,
  Progress,
  Section,
  useLoaded,
} from '@companyos/ui-kit';
import { useCallback, useState } from 'react';
import type { CampaignAction } from '../../api/GoldenPathApi';
import { goldenPathApiRef } from '../../api/goldenPathApiRef';
import { links, nameOf } from '../../links';
import { useParams } from '../../routing';
import { goldenPathTranslationRef } from '../../translation';
import { By } from '../shared/By';
import { FailedState } from '../shared/FailedState';
import { CAMPAIGN_STATES, MemberPill } from '../shared/pills';
import { useAllowed } from '../shared/useAllowed';
import { WithReason } from '../shared/WithReason';
import { Waves } from './Waves';

const REFRESH_MS = 3000;

const ACTIONS: Record<Campaign['status'], CampaignAction[]> = {
  draft: ['start', 'cancel'],
  running: ['pause', 'cancel'],
  paused: ['resume', 'cancel'],
  stopped: ['resume', 'cancel'],
  completed: [],
  cancelled: [],
};

/** Those that change repositories or end something are asked about first. */
const isAsked = (action: CampaignAction) =>
  action === 'start' || action === 'cancel';

function CampaignAnswer({ campaign }: { campaign: Campaign }) {
  const { t } = useTranslationRef(goldenPathTranslationRef);
  const count = campaign.members.length;
  return (
    <Answer>
      {campaign.status === 'draft'
        ? t('campaignPage.answerDraft', { count })
        : [
            t('campaignPage.answer', {
              count,
              done: String(campaign.counts.done),
            }),
            campaign.reason,
          ]
            .filter(Boolean)
            .join(' ')}
    </Answer>
  );
}

function Members({ campaign }: { campaign: Campaign }) {
  const { t } = useTranslationRef(goldenPathTranslationRef);
  return (
    <Section title={t('campaignPage.members')}>
      <DataTable
        label={t('campaignPage.members')}
        rows={campaign.members}
        rowKey={({ entityRef }) => entityRef}
        urlKey="members"
        initialSort={{ column: 'wave', direction: 'ascending' }}
        columns={[
          {
            id: 'name',
            title: t('campaignPage.columnName'),
            isRowHeader: true,
            cell: ({ entityRef }) => (
              <Link href={links.repository(entityRef)}>
                {nameOf(entityRef)}
              </Link>
            ),
            sortValue: ({ entityRef }) => nameOf(entityRef),
          },
          {
            id: 'wave',
            title: t('campaignPage.columnWave'),
            align: 'end',
            cell: ({ wave }) => wave,
            sortValue: ({ wave }) => wave,
          },
          {
            id: 'status',
            title: t('campaignPage.columnStatus'),
            cell: ({ status }) => <MemberPill status={status} />,
            sortValue: ({ status }) => status,
          },
          {
            id: 'reason',
            title: t('campaignPage.columnReason'),
            cell: ({ reason }) => reason,
          },
          {
            id: 'update',
            title: t('campaignPage.columnUpdate'),
            cell: ({ updateId, entityRef }) =>
              updateId && (
                <Link
                  href={links.update(updateId)}
                  aria-label={`${t('campaignPage.openUpdate')} ${nameOf(
                    entityRef,
                  )}`}
                >
                  {t('campaignPage.openUpdate')}
                </Link>
              ),
          },
        ]}
      />
    </Section>
  );
}

/** One campaign as it goes: waves, members, and the brake. */
export function CampaignPage() {
  const { t } = useTranslationRef(goldenPathTranslationRef);
  const { id = '' } = useParams();
  const api = useApi(goldenPathApiRef);
  const mayManage = useAllowed(goldenPathCampaignManagePermission);
  const [isOver, setIsOver] = useState(false);
  const { value, error, reload } = useLoaded(
    useCallback(async () => {
      const campaign = await api.campaign(id);
      setIsOver(ACTIONS[campaign.status].length === 0);
      return campaign;
    }, [api, id]),
    isOver ? undefined : REFRESH_MS,
  );
  const [asked, setAsked] = useState<CampaignAction>();
  const [actError, setActError] = useState<unknown>();

  const act = async (action: CampaignAction) => {
    await api.act(id, action);
    reload();
  };
  const press = (action: CampaignAction) => {
    setActError(undefined);
    if (isAsked(action)) setAsked(action);
    else act(action).catch(setActError);
  };

  return (
    <Page>
      <PageHeader
        kind={t('campaignPage.kind')}
        title={value?.title ?? id}
        breadcrumbs={[
          { label: t('title'), href: links.fleet },
          { label: t('campaignsPage.title'), href: links.campaigns },
        ]}
        state={
          value && {
            state: CAMPAIGN_STATES[value.status],
            label: t(`campaign.${value.status}`),
          }
        }
        asOf={value?.updatedAt}
        onRefresh={reload}
        actions={
          value &&
          !isOver && (
            <WithReason reason={mayManage === false ? t('denied') : undefined}>
              {describedBy =>
                ACTIONS[value.status].map(action => (
                  <Button
                    key={action}
                    variant={action === 'cancel' ? 'secondary' : 'primary'}
                    isDisabled={!mayManage}
                    aria-describedby={describedBy}
                    onPress={() => press(action)}
                  >
                    {t(`campaignPage.${action}`)}
                  </Button>
                ))
              }
            </WithReason>
          )
        }
      />
      <FailedState error={error} onRetry={reload} since={value?.updatedAt} />
      {actError !== undefined && <ErrorState error={actError} />}
      {!value && error === undefined && (
        <LoadingState label={t('loading')} shape="page" />
      )}
      {value && (
        <>
          <div role="status">
            <CampaignAnswer campaign={value} />
          </div>
          {mayManage === false && !isOver && (
            <DeniedState
              permission={goldenPathCampaignManagePermission.name}
              what={t('campaignPage.denied')}
            />
          )}
          {value.status !== 'draft' && (
            <Progress
              label={t('campaignPage.progress')}
              value={value.counts.done}
              max={value.members.length}
              step={t('campaignPage.wave', {
                wave: String(value.wave),
                waves: String(value.waveCount),
              })}
            />
          )}
          <FactList
            facts={[
              {
                label: t('campaignsPage.columnTemplate'),
                value: `${value.template} ${value.to}`,
              },
              { label: t('plan.waves'), value: value.waves.join(', ') },
              {
                label: t('campaignPage.stopAfter'),
                value: t('campaignPage.failures', {
                  count: value.stopAfterFailures,
                }),
              },
              {
                label: t('campaignPage.merging'),
                value: t(
                  value.autoMerge
                    ? 'campaignPage.mergingAuto'
                    : 'campaignPage.mergingPerson',
                ),
              },
              {
                label: t('campaignPage.by'),
                value: <By who={value.createdBy} />,
              },
            ]}
          />
          <Waves campaign={value} />
          <Members campaign={value} />
          <Confirm
            title={t(
              asked === 'cancel'
                ? 'campaignPage.cancelTitle'
                : 'campaignPage.startTitle',
              { title: value.title },
            )}
            touches={
              asked === 'cancel'
                ? [t('campaignPage.cancelTouch'), t('campaignPage.cancelOpen')]
                : [
                    t('campaignPage.startTouch', {
                      count: value.members.length,
                      version: value.to,
                    }),
                    ...(value.autoMerge ? [t('campaignPage.startMerge')] : []),
                  ]
            }
            confirmLabel={t(
              asked === 'cancel' ? 'campaignPage.cancel' : 'campaignPage.start',
            )}
            tone={asked === 'cancel' ? 'danger' : 'default'}
            isOpen={asked !== undefined}
            onOpenChange={isOpen => !isOpen && setAsked(undefined)}
            onConfirm={async () => {
              if (asked) await act(asked);
              setAsked(undefined);
            }}
          />
        </>
      )}
    </Page>
  );
}
