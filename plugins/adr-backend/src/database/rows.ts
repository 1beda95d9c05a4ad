import {
  DecisionLink,
  DecisionProblem,
  DecisionStatus,
} from '@companyos/plugin-adr-common';
import type { StoredRecord, StoredSource } from './DecisionStore';

export type SourceRow = {
  entity_ref: string;
  owner_ref: string | null;
  location: string | null;
  /** SQLite has no booleans. */
  found: boolean | number;
  revision: string | null;
  last_read_at: string;
  last_succeeded_at: string | null;
  last_error: string | null;
  failure_count: number;
  next_read_at: string;
  tenant: string;
  region: string;
};

export type RecordRow = {
  id: string;
  entity_ref: string;
  path: string;
  number: number | null;
  title: string;
  status: DecisionStatus;
  status_text: string;
  date: string | null;
  deciders: string;
  consulted: string;
  informed: string;
  supersedes: string;
  superseded_by: string;
  body: string;
  content_sha256: string;
  revision: string | null;
  source_url: string | null;
  recorded_at: string;
  tenant: string;
};

export type ProblemRow = {
  entity_ref: string;
  position: number;
  path: string;
  code: string;
  severity: DecisionProblem['severity'];
  reason: string;
  fix: string;
  line: number | null;
  source_url: string | null;
  tenant: string;
};

export function toSource(row: SourceRow): StoredSource {
  return {
    entityRef: row.entity_ref,
    ownerRef: row.owner_ref,
    location: row.location,
    found: Boolean(row.found),
    revision: row.revision,
    lastReadAt: row.last_read_at,
    lastSucceededAt: row.last_succeeded_at,
    lastError: row.last_error,
    failureCount: row.failure_count,
    nextReadAt: row.next_read_at,
    region: row.region,
  };
}

export function toRecord(row: Omit<RecordRow, 'tenant'>): StoredRecord {
  const names = (json: string): string[] => JSON.parse(json);
  const links = (json: string): DecisionLink[] => JSON.parse(json);
  return {
    id: row.id,
    entityRef: row.entity_ref,
    path: row.path,
    number: row.number,
    title: row.title,
    status: row.status,
    statusText: row.status_text,
    date: row.date,
    deciders: names(row.deciders),
    consulted: names(row.consulted),
    informed: names(row.informed),
    supersedes: links(row.supersedes),
    supersededBy: links(row.superseded_by),
    body: row.body,
    contentSha256: row.content_sha256,
    revision: row.revision,
    sourceUrl: row.source_url,
    recordedAt: row.recorded_at,
  };
}

export function toProblem(row: ProblemRow): DecisionProblem {
  return {
    entityRef: row.entity_ref,
    path: row.path,
    code: row.code,
    severity: row.severity,
    reason: row.reason,
    fix: row.fix,
    line: row.line,
    sourceUrl: row.source_url,
  };
}
