import {
  CampaignStatus,
  MemberStatus,
  UpdateStatus,
} from '@companyos/plugin-golden-path-common';

/** One repository of a campaign. */
export interface CampaignMember {
  readonly entityRef: string;
  /** From 1. */
  readonly wave: number;
  readonly status: MemberStatus;
  readonly reason?: string;
  readonly updateId?: string;
  /** A failure that somebody went on in spite of; it stops nothing any more. */
  readonly acknowledged: boolean;
}

/** What a campaign's next step depends on. */
export interface CampaignState {
  readonly status: CampaignStatus;
  readonly reason?: string;
  /** The wave under way, from 1; 0 before the start. */
  readonly wave: number;
  /** Sizes; the last is repeated. */
  readonly waves: readonly number[];
  readonly stopAfterFailures: number;
  readonly autoMerge: boolean;
  readonly members: readonly CampaignMember[];
}

/** What is to be done after a step. Each may be done again without harm. */
export type CampaignAction =
  | { readonly type: 'open'; readonly entityRef: string }
  | {
      readonly type: 'merge';
      readonly entityRef: string;
      readonly updateId: string;
    };

/** How opening an update for a member went. */
export type OpenOutcome =
  | { readonly kind: 'opened'; readonly updateId: string }
  | { readonly kind: 'skipped'; readonly reason: string }
  | { readonly kind: 'failed'; readonly reason: string };

const IN_PROGRESS: readonly MemberStatus[] = ['updating', 'ready'];
const FAILED: readonly MemberStatus[] = ['failed', 'conflicts'];
const ENDED: readonly CampaignStatus[] = ['completed', 'cancelled'];

const isInProgress = ({ status }: CampaignMember) =>
  IN_PROGRESS.includes(status);
const isFailed = ({ status }: CampaignMember) => FAILED.includes(status);

/** Size of a wave, from 1. */
export function waveSize(waves: readonly number[], wave: number): number {
  return waves[Math.min(wave, waves.length) - 1];
}

/** Puts repositories into waves, in their order. */
export function planMembers(
  repositories: readonly string[],
  waves: readonly number[],
): CampaignMember[] {
  const members: CampaignMember[] = [];
  for (let wave = 1; members.length < repositories.length; wave += 1) {
    const start = members.length;
    members.push(
      ...repositories
        .slice(start, start + waveSize(waves, wave))
        .map(entityRef => ({
          entityRef,
          wave,
          status: 'waiting' as const,
          acknowledged: false,
        })),
    );
  }
  return members;
}

/** How many waves the members are in. */
export function waveCount(members: readonly CampaignMember[]): number {
  return members.reduce((most, { wave }) => Math.max(most, wave), 0);
}

/** How many members are in each status. */
export function countMembers(
  members: readonly Pick<CampaignMember, 'status'>[],
): Record<MemberStatus, number> {
  const counts: Record<MemberStatus, number> = {
    waiting: 0,
    updating: 0,
    ready: 0,
    done: 0,
    failed: 0,
    conflicts: 0,
    skipped: 0,
  };
  for (const { status } of members) counts[status] += 1;
  return counts;
}

const MEMBER_STATUS: Record<
  Exclude<UpdateStatus, 'closed'>,
  { status: MemberStatus; reason?: string }
> = {
  checking: { status: 'updating' },
  ready: { status: 'ready' },
  failed: { status: 'failed', reason: 'A check of the update failed' },
  conflicts: {
    status: 'conflicts',
    reason: 'The update left conflicts that a person has to mend',
  },
  merged: { status: 'done' },
};

/**
 * The next step of a campaign: takes in where its updates are, moves to the next wave when this one is through,
 * stops when too many failed, and says what to do.
 *
 * Never opens an update while as many as the wave's size are in progress. A paused, stopped or ended campaign
 * only takes in.
 *
 * @param updates - status of each update by its id; one that is not there has not changed
 */
export function stepCampaign(
  state: CampaignState,
  updates: ReadonlyMap<string, UpdateStatus>,
): { state: CampaignState; actions: CampaignAction[] } {
  const observed = state.members.map(member => observe(member, updates));
  if (state.status !== 'running') {
    return { state: { ...state, members: observed }, actions: [] };
  }

  let { wave } = state;
  const inWave = (member: CampaignMember) => member.wave === wave;
  const failures = observed.filter(
    member => inWave(member) && isFailed(member) && !member.acknowledged,
  ).length;
  if (failures >= state.stopAfterFailures) {
    return {
      state: {
        ...state,
        members: observed,
        status: 'stopped',
        reason: `${failures} of ${
          observed.filter(inWave).length
        } updates in wave ${wave} failed; the campaign stops after ${
          state.stopAfterFailures
        }`,
      },
      actions: [],
    };
  }

  const last = waveCount(observed);
  const isThrough = () =>
    observed.every(
      member =>
        !inWave(member) ||
        (member.status !== 'waiting' && !isInProgress(member)),
    );
  while (wave < last && isThrough()) wave += 1;
  const isOver = isThrough() && !observed.some(member => isInProgress(member));
  if (isOver) {
    return {
      state: {
        ...state,
        wave,
        members: observed,
        status: 'completed',
        reason: undefined,
      },
      actions: [],
    };
  }

  const actions: CampaignAction[] = [];
  let room = waveSize(state.waves, wave) - observed.filter(isInProgress).length;
  const members = observed.map((member): CampaignMember => {
    if (member.status === 'waiting' && inWave(member) && room > 0) {
      room -= 1;
      actions.push({ type: 'open', entityRef: member.entityRef });
      return { ...member, status: 'updating' };
    }
    if (member.status === 'updating' && !member.updateId) {
      // Begun by a process that did not live to tell how it went.
      actions.push({ type: 'open', entityRef: member.entityRef });
    }
    if (member.status === 'ready' && member.updateId && state.autoMerge) {
      actions.push({
        type: 'merge',
        entityRef: member.entityRef,
        updateId: member.updateId,
      });
    }
    return member;
  });
  return { state: { ...state, wave, members }, actions };
}

function observe(
  member: CampaignMember,
  updates: ReadonlyMap<string, UpdateStatus>,
): CampaignMember {
  const status = member.updateId && updates.get(member.updateId);
  if (!status || member.status === 'skipped') return member;
  const { reason, ...rest } = member;
  const next =
    status === 'closed'
      ? { status: 'skipped' as const, reason: 'The update was closed' }
      : MEMBER_STATUS[status];
  if (next.status === member.status) return member;
  // Whoever mended it is asked again if it fails again.
  return {
    ...rest,
    ...next,
    acknowledged: rest.acknowledged && FAILED.includes(next.status),
  };
}

/** Takes in how opening an update went; a member that is past that stays as it is. */
export function recordOpened(
  state: CampaignState,
  entityRef: string,
  outcome: OpenOutcome,
): CampaignState {
  return {
    ...state,
    members: state.members.map(member => {
      if (
        member.entityRef !== entityRef ||
        member.updateId ||
        member.status !== 'updating'
      ) {
        return member;
      }
      return outcome.kind === 'opened'
        ? { ...member, updateId: outcome.updateId }
        : { ...member, status: outcome.kind, reason: outcome.reason };
    }),
  };
}

/** What a person may do with a campaign. */
export type CampaignCommand = 'start' | 'pause' | 'resume' | 'cancel';

const ALLOWED: Record<CampaignCommand, readonly CampaignStatus[]> = {
  start: ['draft'],
  pause: ['running'],
  resume: ['paused', 'stopped'],
  cancel: ['draft', 'running', 'paused', 'stopped'],
};

/** Whether a command may be given to a campaign in this status. */
export function isAllowed(
  command: CampaignCommand,
  status: CampaignStatus,
): boolean {
  return ALLOWED[command].includes(status);
}

/**
 * Carries out a command that {@link isAllowed}.
 *
 * @param by - who gave it, for the reason that is shown
 */
export function commandCampaign(
  state: CampaignState,
  command: CampaignCommand,
  by: string,
): CampaignState {
  switch (command) {
    case 'start':
      return { ...state, status: 'running', wave: 1, reason: undefined };
    case 'pause':
      return { ...state, status: 'paused', reason: `Paused by ${by}` };
    case 'resume':
      return {
        ...state,
        status: 'running',
        reason: undefined,
        members: state.members.map(member =>
          isFailed(member) ? { ...member, acknowledged: true } : member,
        ),
      };
    default:
      return {
        ...state,
        status: 'cancelled',
        reason: `Cancelled by ${by}`,
        members: state.members.map(member =>
          member.status === 'waiting' ||
          (member.status === 'updating' && !member.updateId)
            ? {
                ...member,
                status: 'skipped' as const,
                reason: 'The campaign was cancelled',
              }
            : member,
        ),
      };
  }
}

/** Whether anything of a campaign may still change by itself. */
export function isEnded(status: CampaignStatus): boolean {
  return ENDED.includes(status);
}
