import { LogEvent, ScaffolderTask } from '@backstage/plugin-scaffolder-common';
import { EventInput } from '@companyos/plugin-intelgraph-common';

const ENTITY =
  /^[a-z0-9][a-z0-9.-]{0,62}:[a-z0-9][a-z0-9._-]{0,62}\/\S{1,300}$/;
const TEMPLATE_VERSION = 'companyos.io/template-version';
const LONGEST_ERROR = 2_000;
const LONGEST_NAME = 300;

/** How a task ended, as the scaffolder writes it into the task's log beyond what its types say. */
interface CompletionBody {
  readonly output?: {
    readonly entityRef?: unknown;
    readonly remoteUrl?: unknown;
    readonly links?: unknown;
  };
  readonly error?: { readonly message?: unknown };
}

/**
 * The facts that a task began and, when it is over, that it ended. The end is about the component that was made;
 * everything else is about the template.
 *
 * @param logs - of a task that has ended
 */
export function scaffolderFacts(
  task: ScaffolderTask,
  logs: readonly LogEvent[],
): { created: EventInput; ended: EventInput | undefined } {
  const { templateInfo, user } = task.spec;
  const template = templateInfo?.entityRef.toLocaleLowerCase('en-US') ?? '';
  const version =
    templateInfo?.entity?.metadata.annotations?.[TEMPLATE_VERSION];
  const about = ENTITY.test(template) ? template : 'plugin:default/scaffolder';
  const data = {
    taskId: task.id,
    template: template || 'unknown',
    ...(version && { templateVersion: version.slice(0, 100) }),
    actor: user?.ref ?? 'unknown',
  };
  const created = {
    type: 'dev.cdeventsx.companyos-scaffoldertask.created.0.1.0',
    entity: about,
    time: task.createdAt,
    id: `${task.id}:created`,
    data,
  };
  const { status } = task;
  if (status !== 'completed' && status !== 'failed' && status !== 'cancelled') {
    return { created, ended: undefined };
  }

  // The last one: a task that was retried has several.
  const completion = logs.filter(({ type }) => type === 'completion').at(-1);
  const { output, error } = (completion?.body ?? {}) as CompletionBody;
  const time = completion?.createdAt ?? task.lastHeartbeatAt ?? task.createdAt;
  const durationMs = Date.parse(time) - Date.parse(task.createdAt);
  const entity = status === 'completed' ? entityOf(output) : undefined;
  const repository = status === 'completed' && repositoryOf(output?.remoteUrl);
  const reason = typeof error?.message === 'string' ? error.message : '';
  return {
    created,
    ended: {
      type: `dev.cdeventsx.companyos-scaffoldertask.${status}.0.1.0`,
      entity: entity ?? about,
      time,
      id: `${task.id}:${status}`,
      data: {
        ...data,
        ...(entity && { entity }),
        ...(repository && { repository }),
        ...(durationMs >= 0 && { durationMs }),
        ...(status === 'failed' &&
          reason && { error: reason.slice(0, LONGEST_ERROR) }),
      },
    },
  };
}

function entityOf(output: CompletionBody['output']): string | undefined {
  const links: unknown[] = Array.isArray(output?.links) ? output.links : [];
  return [
    output?.entityRef,
    ...links.map(link => (link as { entityRef?: unknown } | null)?.entityRef),
  ]
    .filter((ref): ref is string => typeof ref === 'string')
    .map(ref => ref.toLocaleLowerCase('en-US'))
    .find(ref => ENTITY.test(ref));
}

/** The address without what would let its reader in. */
function repositoryOf(remoteUrl: unknown): string | undefined {
  if (typeof remoteUrl !== 'string' || !remoteUrl) return undefined;
  try {
    const url = new URL(remoteUrl);
    url.username = '';
    url.password = '';
    return url.toString().slice(0, LONGEST_NAME);
  } catch {
    return remoteUrl.slice(0, LONGEST_NAME);
  }
}
