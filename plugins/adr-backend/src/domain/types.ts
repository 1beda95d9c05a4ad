import { DecisionStatus } from '@companyos/plugin-adr-common';

/**
 * What is wrong with a file or with the way records refer to one another. A problem of
 * severity `error` means that the file gave no record.
 */
export type Problem = {
  /** Relative to the folder of the records. */
  path: string;
  code:
    | 'ambiguous-reference'
    | 'bad-date'
    | 'bad-front-matter'
    | 'cycle'
    | 'duplicate-number'
    | 'no-status'
    | 'no-successor'
    | 'no-title'
    | 'not-text'
    | 'one-sided'
    | 'too-large'
    | 'too-many'
    | 'unknown-choice'
    | 'unknown-reference'
    | 'unknown-status';
  severity: 'error' | 'warning';
  /** What is wrong, one sentence. */
  reason: string;
  /** What to change, one sentence. */
  fix: string;
  /** 1-based, null where the problem has no line. */
  line: number | null;
};

/** A record as its file says it, before references are resolved. */
export type ParsedDecision = {
  path: string;
  number: number | null;
  title: string;
  status: DecisionStatus;
  statusText: string;
  /** `YYYY-MM-DD`. */
  date: string | null;
  deciders: string[];
  consulted: string[];
  informed: string[];
  /** References as written: file names, links, numbers. */
  supersedes: string[];
  supersededBy: string[];
  /** Markdown without front matter and title line. */
  body: string;
};

/** What of a source is read at most; the rest becomes a problem. */
export const LIMITS = {
  recordsPerEntity: 500,
  bytesPerFile: 256 * 1024,
  frontMatterCharacters: 16 * 1024,
  folderDepth: 5,
  titleCharacters: 300,
  peoplePerField: 50,
  referencesPerRecord: 20,
} as const;
