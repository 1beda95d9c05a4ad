import {
  identityApiRef,
  useApi,
  useRouteRef,
  useTranslationRef,
} from '@backstage/frontend-plugin-api';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import scaffolderPlugin from '@backstage/plugin-scaffolder/alpha';
import {
  scaffolderApiRef,
  ScaffolderTask,
} from '@backstage/plugin-scaffolder-react';
import { ButtonLink } from '@backstage/ui';
import {
  Ago,
  DataTable,
  EmptyState,
  ErrorState,
  LoadingState,
  Page,
  PageHeader,
  StatePill,
  useLoaded,
} from '@companyos/ui-kit';
import { useCallback } from 'react';
import { goldenPathTranslationRef } from '../../translation';
import { pillOf } from './TaskSteps';
import { taskTitleOf } from './taskTitleOf';
import styles from './TaskPage.module.css';

/** The newest tasks; more than anyone looks through by eye. */
const LIMIT = 200;

/** The tasks one may see, newest first. */
export function TaskListPage() {
  const { t } = useTranslationRef(goldenPathTranslationRef);
  const scaffolder = useApi(scaffolderApiRef);
  const identity = useApi(identityApiRef);
  const taskPath = useRouteRef(scaffolderPlugin.routes.ongoingTask);
  const createPath = useRouteRef(scaffolderPlugin.routes.root);

  const load = useCallback(async () => {
    const [{ tasks, totalTasks }, { userEntityRef }] = await Promise.all([
      scaffolder.listTasks({ filterByOwnership: 'all', limit: LIMIT }),
      identity.getBackstageIdentity(),
    ]);
    return { tasks, totalTasks: totalTasks ?? tasks.length, userEntityRef };
  }, [scaffolder, identity]);
  const { value, error, reload } = useLoaded(load);

  return (
    <Page>
      <PageHeader
        kind={t('templates.kind')}
        title={t('tasks.title')}
        onRefresh={reload}
      />
      {!value && error === undefined && (
        <LoadingState label={t('tasks.loading')} shape="table" />
      )}
      {error !== undefined && (
        <ErrorState title={t('tasks.failed')} error={error} onRetry={reload} />
      )}
      {value && (
        <>
          {value.totalTasks > value.tasks.length && (
            <p className={styles.note}>
              {t('tasks.newest', {
                shown: String(value.tasks.length),
                total: String(value.totalTasks),
              })}
            </p>
          )}
          <DataTable<ScaffolderTask>
            label={t('tasks.label')}
            rows={value.tasks}
            rowKey={({ id }) => id}
            rowHref={({ id }) => taskPath?.({ taskId: id })}
            searchable
            urlKey="tasks"
            initialSort={{ column: 'started', direction: 'descending' }}
            filters={[
              {
                id: 'by',
                title: t('task.startedBy'),
                options: [{ value: 'me', label: t('tasks.me') }],
                match: task => task.spec.user?.ref === value.userEntityRef,
              },
              {
                id: 'state',
                title: t('tasks.state'),
                options: (
                  ['processing', 'completed', 'failed', 'cancelled'] as const
                ).map(state => ({
                  value: state,
                  label: t(`task.state.${state}`),
                })),
                match: (task, state) => task.status === state,
              },
            ]}
            columns={[
              {
                id: 'task',
                title: t('task.kind'),
                isRowHeader: true,
                cell: task => taskTitleOf(task) ?? t('task.untitled'),
                sortValue: taskTitleOf,
                filterValue: task => `${taskTitleOf(task) ?? ''} ${task.id}`,
              },
              {
                id: 'state',
                title: t('tasks.state'),
                cell: ({ status }) => (
                  <StatePill state={pillOf[status]}>
                    {t(`task.state.${status}`)}
                  </StatePill>
                ),
                sortValue: ({ status }) => status,
              },
              {
                id: 'by',
                title: t('task.startedBy'),
                cell: ({ spec }) =>
                  spec.user?.ref && <EntityRefLink entityRef={spec.user.ref} />,
                sortValue: ({ spec }) => spec.user?.ref,
                filterValue: ({ spec }) => spec.user?.ref ?? '',
              },
              {
                id: 'started',
                title: t('task.started'),
                cell: ({ createdAt }) => <Ago time={createdAt} />,
                sortValue: ({ createdAt }) => Date.parse(createdAt),
              },
            ]}
            empty={
              <EmptyState
                title={t('tasks.emptyTitle')}
                description={t('tasks.emptyText')}
                action={
                  <ButtonLink href={createPath?.() ?? '.'}>
                    {t('tasks.emptyAction')}
                  </ButtonLink>
                }
              />
            }
          />
        </>
      )}
    </Page>
  );
}
