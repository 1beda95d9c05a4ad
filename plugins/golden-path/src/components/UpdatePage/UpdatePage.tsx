import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import { Button, ButtonLink, Link } from '@backstage/ui';
import type { Update } from '@companyos/plugin-golden-path-common';
import {
  Answer,
  Confirm,
  CopyCommand,
  DataTable,
  Digest,
  LoadingState,
  Page,
  PageHeader,
  Section,
  useLoaded,
} from '@companyos/ui-kit';
import { useCallback, useState } from 'react';
import { goldenPathApiRef } from '../../api/goldenPathApiRef';
import { links, nameOf } from '../../links';
import { useParams } from '../../routing';
import { goldenPathTranslationRef } from '../../translation';
import { By } from '../shared/By';
import { FailedState } from '../shared/FailedState';
import { UPDATE_STATES } from '../shared/pills';
import { shellWord } from '../shared/shellWord';
import { UpdateDenied } from '../shared/UpdateDenied';
import { WithReason } from '../shared/WithReason';
import { Check } from './Check';
import styles from './UpdatePage.module.css';

const REFRESH_MS = 2500;
const ANSWERS = {
  checking: 'updatePage.answerChecking',
  ready: 'updatePage.answerReady',
  failed: 'updatePage.answerFailed',
  merged: 'updatePage.answerMerged',
  closed: 'updatePage.answerClosed',
} as const;

const isOver = ({ status }: Update) =>
  status === 'merged' || status === 'closed';

function UpdateAnswer({ update }: { update: Update }) {
  const { t } = useTranslationRef(goldenPathTranslationRef);
  return (
    <Answer>
      {[
        update.status === 'conflicts'
          ? t('updatePage.answerConflicts', { count: update.conflicts.length })
          : t(ANSWERS[update.status]),
        update.reason,
      ]
        .filter(Boolean)
        .join(' ')}
    </Answer>
  );
}

function Conflicts({ update }: { update: Update }) {
  const { t } = useTranslationRef(goldenPathTranslationRef);
  return (
    <Section
      title={t('updatePage.conflicts')}
      description={t('updatePage.conflictsText')}
    >
      <ul className={styles.list}>
        {update.conflicts.map(({ path, reason }) => (
          <li key={path}>
            <span className={styles.mono}>{path}</span> {reason}
          </li>
        ))}
      </ul>
      <div className={styles.commands}>
        <p className={styles.text}>
          {t('updatePage.clone')}{' '}
          <Link href={update.repositoryUrl}>
            {t('updatePage.repository', { name: nameOf(update.entityRef) })}
          </Link>
        </p>
        <CopyCommand
          label={t('updatePage.checkOut')}
          command={`git fetch origin && git switch ${shellWord(update.branch)}`}
        />
        <CopyCommand
          label={t('updatePage.push')}
          command={`git commit --all --message "fix: settle the golden-path update" && git push origin ${shellWord(
            update.branch,
          )}`}
        />
      </div>
    </Section>
  );
}

/** One update: its checks as they run, its conflicts, and the way into `main`. */
export function UpdatePage() {
  const { t } = useTranslationRef(goldenPathTranslationRef);
  const { id = '' } = useParams();
  const api = useApi(goldenPathApiRef);
  const [isFinal, setIsFinal] = useState(false);
  const { value, error, reload } = useLoaded(
    useCallback(async () => {
      const update = await api.update(id);
      setIsFinal(isOver(update));
      return update;
    }, [api, id]),
    isFinal ? undefined : REFRESH_MS,
  );
  const [asks, setAsks] = useState<'merge' | 'close'>();
  const name = value ? nameOf(value.entityRef) : '';
  const reasonNot = (update: Update) => {
    if (!update.mayMerge) return t('denied');
    return update.status === 'ready' ? undefined : t('updatePage.notReady');
  };

  return (
    <Page>
      <PageHeader
        kind={t('updatePage.kind')}
        title={
          value
            ? t('updatePage.title', { name, from: value.from, to: value.to })
            : id
        }
        breadcrumbs={[
          { label: t('title'), href: links.fleet },
          ...(value
            ? [{ label: name, href: links.repository(value.entityRef) }]
            : []),
        ]}
        state={
          value && {
            state: UPDATE_STATES[value.status],
            label: t(`update.${value.status}`),
          }
        }
        facts={
          value && [
            {
              label: t('updatePage.branch'),
              value: <span className={styles.mono}>{value.branch}</span>,
            },
            {
              label: t('updatePage.commit'),
              value: <Digest value={value.commit} />,
            },
            {
              label: t('updatePage.by'),
              value: <By who={value.createdBy} />,
            },
            ...(value.campaignId
              ? [
                  {
                    label: t('updatePage.campaign'),
                    value: (
                      <Link href={links.campaign(value.campaignId)}>
                        {t('updatePage.details')}
                      </Link>
                    ),
                  },
                ]
              : []),
          ]
        }
        asOf={value?.updatedAt}
        onRefresh={reload}
        actions={
          value && (
            <>
              {value.pullRequestUrl && (
                <ButtonLink href={value.pullRequestUrl} variant="secondary">
                  {t('updatePage.pullRequest')}
                </ButtonLink>
              )}
              {!isOver(value) && (
                <WithReason reason={reasonNot(value)}>
                  {describedBy => (
                    <>
                      <Button
                        variant="secondary"
                        isDisabled={!value.mayMerge}
                        aria-describedby={
                          value.mayMerge ? undefined : describedBy
                        }
                        onPress={() => setAsks('close')}
                      >
                        {t('updatePage.close')}
                      </Button>
                      <Button
                        variant="primary"
                        isDisabled={describedBy !== undefined}
                        aria-describedby={describedBy}
                        onPress={() => setAsks('merge')}
                      >
                        {t('updatePage.merge')}
                      </Button>
                    </>
                  )}
                </WithReason>
              )}
            </>
          )
        }
      />
      <FailedState error={error} onRetry={reload} since={value?.updatedAt} />
      {!value && error === undefined && (
        <LoadingState label={t('loading')} shape="page" />
      )}
      {value && (
        <>
          <div role="status">
            <UpdateAnswer update={value} />
          </div>
          {!value.mayMerge && !isOver(value) && (
            <UpdateDenied what={t('updatePage.denied', { name })} />
          )}
          {value.conflicts.length > 0 && !isOver(value) && (
            <Conflicts update={value} />
          )}
          <Section title={t('updatePage.checks')}>
            <ul className={styles.checks}>
              {value.checks.map(check => (
                <Check key={check.name} updateId={value.id} check={check} />
              ))}
            </ul>
          </Section>
          <Section title={t('updatePage.files')}>
            <DataTable
              label={t('updatePage.files')}
              rows={value.files}
              rowKey={({ path }) => path}
              columns={[
                {
                  id: 'path',
                  title: t('updatePage.file'),
                  isRowHeader: true,
                  cell: ({ path }) => (
                    <span className={styles.mono}>{path}</span>
                  ),
                  sortValue: ({ path }) => path,
                },
                {
                  id: 'change',
                  title: t('updatePage.fileChange'),
                  cell: ({ change }) => t(`diff.${change}`),
                  sortValue: ({ change }) => change,
                },
              ]}
            />
          </Section>
          <Confirm
            title={t(
              asks === 'close'
                ? 'updatePage.closeTitle'
                : 'updatePage.mergeTitle',
              { name },
            )}
            touches={
              asks === 'close'
                ? [t('updatePage.closeTouchBranch', { branch: value.branch })]
                : [
                    t('updatePage.mergeTouchMain', {
                      name,
                      commit: value.commit.slice(0, 12),
                    }),
                    t('updatePage.mergeTouchBranch', { branch: value.branch }),
                  ]
            }
            confirmLabel={t(
              asks === 'close' ? 'updatePage.close' : 'updatePage.merge',
            )}
            tone={asks === 'close' ? 'danger' : 'default'}
            isOpen={asks !== undefined}
            onOpenChange={isOpen => !isOpen && setAsks(undefined)}
            onConfirm={async () => {
              await (asks === 'close'
                ? api.closeUpdate(id)
                : api.mergeUpdate(id));
              setAsks(undefined);
              reload();
            }}
          />
        </>
      )}
    </Page>
  );
}
