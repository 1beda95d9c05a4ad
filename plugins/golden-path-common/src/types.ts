/**
 * Where a repository stands against its template; the words and exit codes of `companyos golden check`:
 * `current` 0, `outdated` 10, `edited` 11 (a managed file differs and no live patch is declared for it),
 * `tampered` 12 (the lock file is not what the engine wrote), `undecided` 13 (cannot be told; counts as red).
 *
 * @public
 */
export type DriftStatus =
  | 'current'
  | 'outdated'
  | 'edited'
  | 'tampered'
  | 'undecided';

/**
 * A managed file that is not as the template keeps it.
 *
 * @public
 */
export interface EditedFile {
  path: string;
  kind: 'changed' | 'missing';
  /** The declared local patch that covers it. */
  patch?: DeclaredPatch;
}

/**
 * A deviation from a managed file that somebody answers for, until a day.
 *
 * @public
 */
export interface DeclaredPatch {
  path: string;
  reason: string;
  /** Where it is tracked. */
  ticket?: string;
  /** `YYYY-MM-DD`, the last day on which it holds (UTC). */
  expires: string;
  expired: boolean;
}

/**
 * What the last check of a repository found.
 *
 * @public
 */
export interface Drift {
  status: DriftStatus;
  /** Versions released after the one in use; 0 when that is the newest. */
  behind: number;
  edited: EditedFile[];
  patches: DeclaredPatch[];
  /** Why it could not be told, or what is wrong with the lock, a sentence each. */
  problems: string[];
}

/**
 * One repository made from, or brought under, a golden-path template.
 *
 * @public
 */
export interface FleetRepository {
  entityRef: string;
  title: string;
  /** Entity ref of the owner. */
  owner: string;
  /** Where it can be looked at. */
  repositoryUrl: string;
  host: 'local-git' | 'github';
  template: string;
  version: string;
  /** The newest released version of the template; absent when the portal does not have the template. */
  latest?: string;
  drift: Drift;
  /** Commit of the default branch the check looked at. */
  commit?: string;
  /** ISO time. */
  checkedAt: string;
  /** The update that is under way, if any. */
  update?: UpdateSummary;
  /** Whether the person who asks may open and merge updates here. */
  mayUpdate: boolean;
}

/**
 * Counts over the fleet, before paging.
 *
 * @public
 */
export interface FleetTotals {
  repositories: number;
  byStatus: Record<DriftStatus, number>;
  byVersion: { template: string; version: string; repositories: number }[];
}

/**
 * A page of the fleet.
 *
 * @public
 */
export interface FleetPage {
  items: FleetRepository[];
  totals: FleetTotals;
  nextCursor?: string;
}

/**
 * Filters of the fleet page; all of them narrow.
 *
 * @public
 */
export interface FleetQuery {
  template?: string;
  version?: string;
  status?: DriftStatus;
  owner?: string;
  /** Part of the name, any case. */
  text?: string;
  cursor?: string;
  /** 1 to 200, by default 50. */
  limit?: number;
}

/**
 * A version of a template.
 *
 * @public
 */
export interface TemplateVersionView {
  version: string;
  digest: string;
  /** Absent where it has not passed its release matrix, so that nothing may be made from it. */
  release?: {
    /** ISO time. */
    releasedAt: string;
    /** Combinations of options that went generate → install → ci → boot → probe → stop. */
    combinations: number;
    /** Seconds from generate to a stopped, proven service. */
    greenSeconds: { p50: number; p95: number };
    cores: number;
  };
  repositories: number;
}

/**
 * A template and its versions, newest first.
 *
 * @public
 */
export interface TemplateView {
  name: string;
  title: string;
  latest?: string;
  versions: TemplateVersionView[];
}

/**
 * - `checking`: the branch is there, its checks are running
 * - `ready`: all checks passed; may be merged
 * - `failed`: a check failed; the branch and its log stay
 * - `conflicts`: the branch holds files with conflict markers that a person has to mend
 * - `merged`, `closed`: over
 *
 * @public
 */
export type UpdateStatus =
  | 'checking'
  | 'ready'
  | 'failed'
  | 'conflicts'
  | 'merged'
  | 'closed';

/**
 * An update in short.
 *
 * @public
 */
export interface UpdateSummary {
  id: string;
  status: UpdateStatus;
  from: string;
  to: string;
}

/**
 * One check of an update's commit.
 *
 * @public
 */
export interface UpdateCheck {
  /** `golden/merge`, `golden/check`, `ci`, or what an outside system calls its own. */
  name: string;
  status: 'pending' | 'passed' | 'failed';
  summary: string;
  /** ISO time of the last change. */
  at: string;
  /** Whether there is a log to read. */
  hasLog: boolean;
  /** Where an outside system tells more. */
  url?: string;
}

/**
 * An update of one repository.
 *
 * @public
 */
export interface Update extends UpdateSummary {
  entityRef: string;
  repositoryUrl: string;
  branch: string;
  /** Commit at the branch's end when last looked at. */
  commit: string;
  /** Of the default branch that the update was made against. */
  base: string;
  /** Why it was closed, or what a person has to do, in one sentence. */
  reason?: string;
  pullRequestUrl?: string;
  files: { path: string; change: FileChange }[];
  conflicts: { path: string; reason: string }[];
  checks: UpdateCheck[];
  campaignId?: string;
  /** Entity ref, or the name of the service that asked. */
  createdBy: string;
  /** ISO times. */
  createdAt: string;
  updatedAt: string;
  /** Whether the person who asks may merge or close it. */
  mayMerge: boolean;
}

/** @public */
export type FileChange = 'added' | 'changed' | 'removed' | 'moved';

/**
 * What an update would do, before anything is written.
 *
 * @public
 */
export interface UpdatePreview {
  from: string;
  to: string;
  files: {
    path: string;
    change: FileChange;
    mode: 'managed' | 'seeded' | 'merged';
    /** Unified diff against the default branch; absent for binary or very large files. */
    diff?: string;
    conflict?: string;
  }[];
  /** What the versions in between say about themselves, oldest first. */
  notes: { version: string; text: string }[];
  /** Answers the new version asks for and the lock does not have; a JSON Schema each. */
  questions: { name: string; schema: Record<string, unknown> }[];
}

/**
 * A repository with everything its page shows.
 *
 * @public
 */
export interface RepositoryDetail extends FleetRepository {
  answers: Record<string, unknown>;
  /** Newest first. */
  versions: TemplateVersionView[];
  /** Newest first. */
  updates: Update[];
}

/** @public */
export type CampaignStatus =
  | 'draft'
  | 'running'
  | 'paused'
  | 'stopped'
  | 'completed'
  | 'cancelled';

/**
 * What a campaign does. Waves are counts of repositories; the last is repeated until all are done.
 *
 * @public
 */
export interface CampaignPlan {
  title: string;
  template: string;
  /** Version all are brought to. */
  to: string;
  /** Entity refs; at least one. */
  repositories: string[];
  waves: number[];
  /** Failed or conflicting updates in one wave after which the campaign stops by itself; at least 1. */
  stopAfterFailures: number;
  /** Whether an update is merged when its checks have passed, or waits for a person. */
  autoMerge: boolean;
}

/** @public */
export type MemberStatus =
  | 'waiting'
  | 'updating'
  | 'ready'
  | 'done'
  | 'failed'
  | 'conflicts'
  | 'skipped';

/**
 * A campaign as its page shows it.
 *
 * @public
 */
export interface Campaign extends CampaignPlan {
  id: string;
  status: CampaignStatus;
  /** Why it stopped or was paused, in one sentence. */
  reason?: string;
  /** The wave under way, from 1; 0 before the start. */
  wave: number;
  waveCount: number;
  counts: Record<MemberStatus, number>;
  members: {
    entityRef: string;
    wave: number;
    status: MemberStatus;
    /** One sentence where it failed or was skipped. */
    reason?: string;
    updateId?: string;
  }[];
  createdBy: string;
  /** ISO times. */
  createdAt: string;
  updatedAt: string;
}

/**
 * A campaign in a list.
 *
 * @public
 */
export type CampaignSummary = Omit<Campaign, 'members' | 'repositories'>;
