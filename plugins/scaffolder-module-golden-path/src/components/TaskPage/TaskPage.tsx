import { parseEntityRef } from '@backstage/catalog-model';
import {
  BreadcrumbEntry,
  useApi,
  useRouteRef,
  useTranslationRef,
} from '@backstage/frontend-plugin-api';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import { usePermission } from '@backstage/plugin-permission-react';
import scaffolderPlugin from '@backstage/plugin-scaffolder/alpha';
import {
  taskCancelPermission,
  taskCreatePermission,
  taskReadPermission,
} from '@backstage/plugin-scaffolder-common/alpha';
import {
  scaffolderApiRef,
  ScaffolderTask,
  TaskStream,
  useTaskEventStream,
} from '@backstage/plugin-scaffolder-react';
import { ScaffolderTaskOutput } from '@backstage/plugin-scaffolder-common';
import { Button, ButtonLink } from '@backstage/ui';
import {
  Ago,
  Confirm,
  EmptyState,
  ErrorState,
  LoadingState,
  Page,
  PageHeader,
  Progress,
  Section,
  StatePill,
} from '@companyos/ui-kit';
import { ComponentType, ReactNode, useId, useState } from 'react';
import { formatDuration } from '../../formatDuration';
import { goldenTemplateOf } from '../../goldenTemplateOf';
import { reasonOf } from '../../reasonOf';
import { useParams } from '../../routing';
import { goldenPathTranslationRef } from '../../translation';
import { failureOf } from './failureOf';
import { TaskFailurePanel } from './TaskFailurePanel';
import { taskResultOf } from './taskOutput';
import { TaskResultPanel } from './TaskResultPanel';
import { pillOf, TaskSteps } from './TaskSteps';
import { taskStateOf } from './taskStateOf';
import { taskTitleOf } from './taskTitleOf';
import { useNow } from './useNow';
import styles from './TaskPage.module.css';

/** An output view that an app registered for certain templates. */
export interface TemplateOutputs {
  templateRefs: string[];
  component: ComponentType<{ output?: ScaffolderTaskOutput }>;
}

/** When the last step ended; undefined while one runs. */
function endedAtMs(stream: TaskStream): number | undefined {
  const ends = Object.values(stream.steps).flatMap(({ endedAt }) =>
    endedAt ? [Date.parse(endedAt)] : [],
  );
  return ends.length > 0 ? Math.max(...ends) : undefined;
}

function useStartOverHref(task: ScaffolderTask | undefined) {
  const wizardPath = useRouteRef(scaffolderPlugin.routes.selectedTemplate);
  const templateRef = task?.spec.templateInfo?.entityRef;
  if (!task || !templateRef || !wizardPath) {
    return undefined;
  }
  const { namespace, name } = parseEntityRef(templateRef);
  const query = new URLSearchParams({
    formData: JSON.stringify(task.spec.parameters),
  });
  return `${wizardPath({ namespace, templateName: name })}?${query}`;
}

function CancelTask({ taskId }: { taskId: string }) {
  const { t } = useTranslationRef(goldenPathTranslationRef);
  const scaffolder = useApi(scaffolderApiRef);
  const { allowed, loading } = usePermission({
    permission: taskCancelPermission,
    resourceRef: taskId,
  });
  const [isAsking, setIsAsking] = useState(false);
  const [isAsked, setIsAsked] = useState(false);
  const reasonId = useId();
  const isDenied = !loading && !allowed;
  return (
    <>
      <Button
        variant="secondary"
        isDisabled={!allowed || isAsked}
        aria-describedby={isDenied ? reasonId : undefined}
        onPress={() => setIsAsking(true)}
      >
        {t(isAsked ? 'task.cancelling' : 'task.cancel')}
      </Button>
      {isDenied && (
        <span id={reasonId} className={styles.reason}>
          {t('task.cancelDenied')}
        </span>
      )}
      <Confirm
        title={t('task.cancelTitle')}
        touches={[t('task.cancelTouches'), t('task.cancelKept')]}
        confirmLabel={t('task.cancel')}
        tone="danger"
        isOpen={isAsking}
        onOpenChange={setIsAsking}
        onConfirm={async () => {
          await scaffolder.cancelTask(taskId);
          setIsAsked(true);
        }}
      />
    </>
  );
}

function TaskView(props: {
  taskId: string;
  outputs: TemplateOutputs[];
  onRetried: () => void;
}) {
  const { taskId, outputs } = props;
  const { t } = useTranslationRef(goldenPathTranslationRef);
  const scaffolder = useApi(scaffolderApiRef);
  const stream = useTaskEventStream(taskId);
  const { task } = stream;
  const startOverHref = useStartOverHref(task);
  const mayCreate = usePermission({ permission: taskCreatePermission });
  const mayRead = usePermission({
    permission: taskReadPermission,
    resourceRef: taskId,
  });

  const state = taskStateOf(stream);
  const isRunning = state === 'open' || state === 'processing';
  const nowMs = useNow(isRunning);
  const failure = failureOf(stream);

  if (!task) {
    return (
      <Page>
        <PageHeader kind={t('task.kind')} title={t('task.untitled')} />
        {stream.error ? (
          <ErrorState title={t('task.failedToLoad')} error={stream.error} />
        ) : (
          <LoadingState label={t('task.loading')} shape="page" />
        )}
      </Page>
    );
  }

  const { templateInfo, user, steps } = task.spec;
  const title = taskTitleOf(task) ?? t('task.untitled');

  const startedAtMs = Date.parse(task.createdAt);
  const tookMs = (isRunning ? nowMs : endedAtMs(stream) ?? nowMs) - startedAtMs;
  const facts: Array<{ label: string; value: ReactNode }> = [
    { label: t('task.started'), value: <Ago time={task.createdAt} /> },
    {
      label: t(isRunning ? 'task.running' : 'task.took'),
      value: formatDuration(tookMs),
    },
  ];
  if (templateInfo) {
    facts.unshift({
      label: t('task.template'),
      value: <EntityRefLink entityRef={templateInfo.entityRef} />,
    });
  }
  if (user?.ref) {
    facts.push({
      label: t('task.startedBy'),
      value: <EntityRefLink entityRef={user.ref} />,
    });
  }

  const done = steps.filter(({ id }) =>
    ['completed', 'skipped'].includes(stream.steps[id]?.status),
  ).length;
  const current = steps.find(
    ({ id }) => stream.steps[id]?.status === 'processing',
  );
  // Golden paths are safe to run again: done work is kept, not repeated.
  const isRecoverable =
    task.spec.EXPERIMENTAL_recovery?.EXPERIMENTAL_strategy === 'startOver' ||
    goldenTemplateOf(templateInfo?.entity) !== undefined;
  const Outputs = outputs.find(({ templateRefs }) =>
    templateRefs.includes(templateInfo?.entityRef ?? ''),
  )?.component;

  return (
    <Page>
      <PageHeader
        kind={t('task.kind')}
        title={title}
        state={{ state: pillOf[state], label: t(`task.state.${state}`) }}
        facts={facts}
        actions={isRunning && <CancelTask taskId={taskId} />}
      />
      {stream.error && !failure && (
        <div role="status">
          <StatePill state="warn">
            {t('task.connection', { reason: reasonOf(stream.error) })}
          </StatePill>
        </div>
      )}
      {isRunning && (
        <Progress
          label={t('task.progress')}
          value={done}
          max={steps.length}
          step={[
            t('task.progressStep', {
              done: String(done),
              total: String(steps.length),
            }),
            current?.name,
          ]
            .filter(Boolean)
            .join(': ')}
        />
      )}
      {failure && state === 'failed' && (
        <TaskFailurePanel
          failure={failure}
          canRetry={mayCreate.allowed && mayRead.allowed}
          onRetry={
            isRecoverable
              ? async () => {
                  await scaffolder.retry(taskId);
                  props.onRetried();
                }
              : undefined
          }
          startOverHref={startOverHref}
        />
      )}
      {state === 'cancelled' && (
        <EmptyState
          title={t('task.cancelledTitle')}
          description={t('task.cancelledText')}
          action={
            startOverHref && (
              <ButtonLink href={startOverHref}>
                {t('failure.startOver')}
              </ButtonLink>
            )
          }
        />
      )}
      {state === 'completed' &&
        (Outputs ? (
          <Outputs output={stream.output} />
        ) : (
          <TaskResultPanel result={taskResultOf(stream.output)} />
        ))}
      <Section title={t('task.steps')}>
        <TaskSteps stream={stream} nowMs={nowMs} isRunning={isRunning} />
      </Section>
    </Page>
  );
}

/** One task: its steps as they happen, why it failed and how to go on, or what it made. */
export function TaskPage({ outputs }: { outputs: TemplateOutputs[] }) {
  const { taskId = '' } = useParams();
  // A retried task has a new history, which a new view reads from its start.
  const [attempt, setAttempt] = useState(0);
  return (
    <BreadcrumbEntry entry={{ label: taskId.slice(0, 8), href: '.' }}>
      <TaskView
        key={`${taskId}-${attempt}`}
        taskId={taskId}
        outputs={outputs}
        onRetried={() => setAttempt(count => count + 1)}
      />
    </BreadcrumbEntry>
  );
}
