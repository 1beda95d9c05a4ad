import { EventInput } from '@companyos/plugin-intelgraph-common';
import { Build } from './Build';

const COMMIT = /^[0-9a-f]{40}([0-9a-f]{24})?$/;
const LONGEST_REASON = 4_000;

/** The fact that a build ended, about the entity whose docs it made. */
export function docsFact(build: Build): EventInput {
  const { id, entityRef, startedAtMs, etag, outcome, reason } = build;
  const finishedAtMs = build.finishedAtMs ?? startedAtMs;
  const predicate = outcome === 'success' ? 'built' : 'failed';
  return {
    type: `dev.cdeventsx.companyos-docs.${predicate}.0.1.0`,
    entity: entityRef,
    time: new Date(finishedAtMs),
    // A build that succeeded can still fail when its site is stored.
    id: `${id}:${predicate}`,
    data: {
      // The etag of docs that no commit names is the digest of their files.
      ...(etag && COMMIT.test(etag) && { commit: etag }),
      durationMs: Math.max(0, Math.round(finishedAtMs - startedAtMs)),
      buildId: id,
      ...(reason && { reason: reason.slice(0, LONGEST_REASON) }),
    },
  };
}
