import { createHash } from 'node:crypto';
import { Entity, stringifyEntityRef } from '@backstage/catalog-model';
import { LoggerService } from '@backstage/backend-plugin-api';
import {
  isError,
  NotFoundError,
  ServiceUnavailableError,
} from '@backstage/errors';
import { DecisionLink, DecisionProblem } from '@companyos/plugin-adr-common';
import {
  DecisionStore,
  StoredRecord,
  StoredSource,
} from './database/DecisionStore';
import { decisionId } from './domain/decisionId';
import { DecisionLocation, decisionLocation } from './domain/decisionLocation';
import { linkDecisions, ResolvedLink } from './domain/linkDecisions';
import { parseDecision, tooLarge } from './domain/parseDecision';
import { parseOptions } from './domain/parseOptions';
import { LIMITS, ParsedDecision, Problem } from './domain/types';
import { DecisionSourceReader, SourceSnapshot } from './sources/types';

const readTimeoutMs = 60_000;
const longestWaitMs = 30 * 60_000;

export type DecisionRefresherOptions = {
  store: DecisionStore;
  folders: DecisionSourceReader<DecisionLocation & { type: 'file' }>;
  urls: DecisionSourceReader<DecisionLocation & { type: 'url' }>;
  /** Resolves a path against the URL of a file of a git host. */
  resolveUrl: (options: { url: string; base: string }) => string;
  allowedLocations: readonly string[];
  refreshIntervalMs: number;
  logger: LoggerService;
  /** Epoch milliseconds. */
  now: () => number;
};

/**
 * Reads the records of one entity from its source and keeps what they say. A source that
 * fails keeps its last records, says why, and is left alone for a time that doubles.
 */
export class DecisionRefresher {
  readonly #options: DecisionRefresherOptions;

  /** Reads under way, so that nobody makes the portal read one source twice at a time. */
  readonly #running = new Map<string, Promise<void>>();

  constructor(options: DecisionRefresherOptions) {
    this.#options = options;
  }

  /** Reads now. Never throws for what is wrong with the source; that is recorded. */
  async refresh(entity: Entity): Promise<void> {
    const entityRef = stringifyEntityRef(entity);
    const running = this.#running.get(entityRef);
    if (running) {
      return running;
    }
    const run = this.#refresh(entityRef, entity).finally(() =>
      this.#running.delete(entityRef),
    );
    this.#running.set(entityRef, run);
    return run;
  }

  async #refresh(entityRef: string, entity: Entity): Promise<void> {
    const { store, logger, now, refreshIntervalMs } = this.#options;
    const readAtMs = now();
    const readAt = new Date(readAtMs).toISOString();
    const before = await store.getSource(entityRef);
    const base = {
      entityRef,
      ownerRef: ownerOf(entity),
      region: entity.metadata.labels?.['companyos.io/region'] ?? 'global',
      lastReadAt: readAt,
    };
    let location: DecisionLocation | undefined;
    try {
      location = decisionLocation(entity, this.#options);
      if (!location) {
        await store.removeEntities([entityRef]);
        return;
      }
      const shown = describe(location);
      const isSamePlace = before?.location === shown && !before.lastError;
      const snapshot = await this.#read(
        location,
        (isSamePlace && before.revision) || undefined,
      );
      if (snapshot.state === 'missing' && !location.optional) {
        throw new NotFoundError(`There is no folder ${shown}`);
      }
      const succeeded: StoredSource = {
        ...base,
        location: shown,
        found: snapshot.state !== 'missing',
        revision: null,
        lastSucceededAt: readAt,
        lastError: null,
        failureCount: 0,
        nextReadAt: new Date(readAtMs + refreshIntervalMs).toISOString(),
      };
      if (snapshot.state === 'unchanged') {
        await store.saveSource({
          ...succeeded,
          revision: before?.revision ?? null,
        });
      } else if (snapshot.state === 'missing') {
        await store.replaceEntity(succeeded, [], []);
      } else {
        const { records, problems } = interpret(entityRef, snapshot, readAt);
        await store.replaceEntity(
          { ...succeeded, revision: snapshot.revision },
          records,
          problems,
        );
      }
    } catch (error) {
      const reason = isError(error) ? error.message : String(error);
      const failureCount = (before?.failureCount ?? 0) + 1;
      const waitMs = Math.min(
        refreshIntervalMs * 2 ** Math.min(failureCount - 1, 20),
        Math.max(longestWaitMs, refreshIntervalMs),
      );
      logger.warn(`Decision records of ${entityRef}: ${reason}`);
      await store.saveSource({
        ...base,
        location: location ? describe(location) : null,
        found: before?.found ?? false,
        revision: before?.revision ?? null,
        lastSucceededAt: before?.lastSucceededAt ?? null,
        lastError: reason.slice(0, 1000),
        failureCount,
        nextReadAt: new Date(readAtMs + waitMs).toISOString(),
      });
    }
  }

  async #read(
    location: DecisionLocation,
    revision: string | undefined,
  ): Promise<SourceSnapshot> {
    const { folders, urls } = this.#options;
    const abort = new AbortController();
    let timer: NodeJS.Timeout | undefined;
    // Raced as well, because not every reader minds the signal.
    const timeout = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        const error = new ServiceUnavailableError(
          `Reading took longer than ${readTimeoutMs / 1000} s`,
        );
        reject(error);
        abort.abort(error);
      }, readTimeoutMs);
    });
    const options = { revision, signal: abort.signal };
    try {
      return await Promise.race([
        location.type === 'file'
          ? folders.read(location, options)
          : urls.read(location, options),
        timeout,
      ]);
    } finally {
      clearTimeout(timer);
    }
  }
}

/** Where the records are, for people. Of a local folder without the paths of the machine. */
function describe(location: DecisionLocation): string {
  return location.type === 'file' ? location.directory : location.url;
}

function ownerOf(entity: Entity): string | null {
  return (
    entity.relations?.find(({ type }) => type === 'ownedBy')?.targetRef ?? null
  );
}

/** From files to records and problems. */
function interpret(
  entityRef: string,
  snapshot: SourceSnapshot & { state: 'read' },
  readAt: string,
): { records: StoredRecord[]; problems: DecisionProblem[] } {
  const parsed: ParsedDecision[] = [];
  const found: Problem[] = [];
  const hashes = new Map<string, string>();
  const urls = new Map<string, string | null>();
  for (const { path, bytes, sizeBytes, sourceUrl } of snapshot.files) {
    urls.set(path, sourceUrl);
    if (!bytes) {
      found.push(tooLarge(path, sizeBytes));
      continue;
    }
    hashes.set(path, createHash('sha256').update(bytes).digest('hex'));
    const { decision, problems } = parseDecision(path, bytes);
    found.push(...problems);
    if (decision) {
      parsed.push(decision);
      found.push(...unknownChoice(decision));
    }
  }
  if (snapshot.skippedCount > 0) {
    found.push({
      path: '.',
      code: 'too-many',
      severity: 'error',
      reason: `${LIMITS.recordsPerEntity} records are read of one component; ${snapshot.skippedCount} more are not.`,
      fix: 'Move decisions to the components that they are about.',
      line: null,
    });
  }

  const linked = linkDecisions(parsed);
  const byPath = new Map(linked.decisions.map(item => [item.path, item]));
  const toLink = ({ raw, path }: ResolvedLink): DecisionLink => {
    const target = path === null ? undefined : byPath.get(path);
    return {
      raw,
      id: target ? decisionId(entityRef, target.path) : null,
      number: target?.number ?? null,
      title: target?.title ?? null,
    };
  };
  return {
    records: linked.decisions.map(decision => ({
      ...decision,
      id: decisionId(entityRef, decision.path),
      entityRef,
      supersedes: decision.supersedes.map(toLink),
      supersededBy: decision.supersededBy.map(toLink),
      sourceUrl: urls.get(decision.path) ?? null,
      contentSha256: hashes.get(decision.path) ?? '',
      revision: snapshot.revision,
      recordedAt: readAt,
    })),
    problems: [...found, ...linked.problems]
      .sort((a, b) => a.path.localeCompare(b.path, 'en'))
      .map(problem => ({
        ...problem,
        entityRef,
        sourceUrl: urls.get(problem.path) ?? null,
      })),
  };
}

function unknownChoice({ path, body, status }: ParsedDecision): Problem[] {
  const { unknownChoice: choice } = parseOptions(body, status);
  return choice === undefined
    ? []
    : [
        {
          path,
          code: 'unknown-choice',
          severity: 'warning',
          reason: `The chosen option "${choice}" is none of the considered options.`,
          fix: 'Write the option under "Decision Outcome" with the same words as in the list.',
          line: null,
        },
      ];
}
