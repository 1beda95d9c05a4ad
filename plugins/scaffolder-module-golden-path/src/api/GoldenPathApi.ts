import { JsonObject } from '@backstage/types';

/** A golden-path template as the engine knows it, with what its last tasks took. */
export interface GoldenTemplate {
  name: string;
  /** Version a new service gets; where none is released yet, the one that is being written. */
  version: string;
  /** Versions that repositories may be made of, newest first. */
  versions: string[];
  /** Whether a service can be created from it here; by default an unreleased template cannot. */
  usable: boolean;
  /** Whether `version` was released; a template being written can be used where the configuration allows it. */
  released?: boolean;
  /** What the version passed before it was released; absent where it was not. */
  release?: {
    releasedAt: string;
    /** Combinations of options that went from generate to a stopped, proven service. */
    combinations: number;
    /** Seconds from generate to green. */
    greenSeconds: { p50: number; p95: number };
    cores: number;
  };
  title: string;
  summary: string;
  /** What the generated repository is made of, e.g. `Node 24`. */
  stack: string[];
  /** What a change has to pass, e.g. `unit tests`. */
  gates: string[];
  /** `sha256` over the template's content. */
  digest: string;
  questionCount: number;
  /** Counts and durations of finished tasks, left out where they cannot be read; percentiles are null until one has succeeded. */
  tasks?: {
    succeeded: number;
    failed: number;
    p50Ms: number | null;
    p95Ms: number | null;
  };
}

/** Asks for the files that a template would write for these answers. */
export interface GoldenPreviewRequest {
  template: string;
  /** The newest version when left out. */
  version?: string;
  answers: JsonObject;
}

/** Who keeps a generated file: the template, the team, or both through a merge. */
export type GoldenFileMode = 'managed' | 'seeded' | 'merged';

/** One file that would be written. */
export interface GoldenPreviewFile {
  path: string;
  mode: GoldenFileMode;
  executable: boolean;
  sizeBytes: number;
  sha256: string;
  /** Left out when the file is binary or too long to show. */
  content?: string;
}

/** The rendered tree, or what is wrong with the answers. */
export interface GoldenPreview {
  template: string;
  version: string;
  templateDigest: string;
  files: GoldenPreviewFile[];
  /** `path` names the answer, as in `name` or `/name`. */
  problems: Array<{ path: string; message: string }>;
}

/** Whether a service of this name may be created for this owner. */
export interface NameAvailability {
  name: string;
  owner: string;
  available: boolean;
  problems: Array<{ code: string; message: string }>;
}

/** The golden-path routes of the scaffolder back end. */
export interface GoldenPathApi {
  /** @throws ResponseError when the back end refuses or fails. */
  listTemplates(options?: { signal?: AbortSignal }): Promise<GoldenTemplate[]>;

  /** @throws ResponseError when the template is unknown or the back end fails. */
  preview(
    request: GoldenPreviewRequest,
    options?: { signal?: AbortSignal },
  ): Promise<GoldenPreview>;

  /**
   * @param request - `owner` is the entity reference of the owning group; it may be empty while the person has not chosen one.
   * @throws ResponseError when the back end refuses or fails.
   */
  nameAvailability(
    request: { name: string; owner?: string },
    options?: { signal?: AbortSignal },
  ): Promise<NameAvailability>;
}
