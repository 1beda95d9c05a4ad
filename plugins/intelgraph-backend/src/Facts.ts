import { createHash } from 'node:crypto';
import { NotFoundError } from '@backstage/errors';
import { FactDetail, Verification } from '@companyos/plugin-intelgraph-common';
import { FactReader, StoredFact, toDigest } from './database/FactReader';
import { GraphReader } from './database/GraphReader';
import { ProvenanceReader, StoredDelivery } from './database/ProvenanceReader';
import { SourceStore } from './database/SourceStore';
import { chainDigest } from './domain/chainDigest';
import { isSensitive } from './domain/isSensitive';
import { toEdge } from './GraphWalk';

const LINKS_AT_ONCE = 1_000;

const sha256 = (text: string) => createHash('sha256').update(text).digest();
const iso = (ms: number) => new Date(ms).toISOString();

type Check = Verification['checks'][number];

/** Single facts, and whether what is kept of them still is what it was. */
export class Facts {
  readonly #options: {
    readonly facts: FactReader;
    readonly graph: GraphReader;
    readonly provenance: ProvenanceReader;
    readonly sources: SourceStore;
  };

  constructor(options: {
    facts: FactReader;
    graph: GraphReader;
    provenance: ProvenanceReader;
    sources: SourceStore;
  }) {
    this.#options = options;
  }

  /** @throws NotFoundError when the tenant has no such fact, or had not at the watermark */
  async find(
    tenant: string,
    id: string,
    watermark: number,
  ): Promise<StoredFact> {
    const { facts } = this.#options;
    const seq = await facts.find(
      tenant,
      Buffer.from(id.slice('sha256:'.length), 'hex'),
    );
    const [fact] =
      seq === undefined || seq > watermark ? [] : await facts.load([seq]);
    if (!fact) throw new NotFoundError(`There is no fact ${id}`);
    return fact;
  }

  async detail(
    fact: StoredFact,
    watermark: number,
    maySeeSensitive: boolean,
  ): Promise<FactDetail> {
    const { facts, graph, provenance } = this.#options;
    const [item] = await facts.describe([fact], watermark);
    const deliveries = await provenance.deliveries(fact.seq, watermark);
    const erasure = await provenance.erasure(fact.seq);
    const isDenied = isSensitive(fact.classification) && !maySeeSensitive;
    const canonical = deliveries.find(one => one.canonical !== null)?.canonical;
    const others = (await facts.conflictsOf([fact], watermark)).get(fact.seq);
    const conflicting = await Promise.all(
      (others ?? []).map(async factId => {
        const seq = await facts.find(fact.tenant, factId);
        return seq === undefined ? [] : facts.load([seq]);
      }),
    );
    const conflicts = await facts.describe(conflicting.flat(), watermark);
    return {
      fact: item,
      schemaVersion: fact.schemaVersion,
      profile: fact.profile,
      ...(fact.claimEntity !== null &&
        fact.claimVersion !== null && {
          claim: { entity: fact.claimEntity, version: fact.claimVersion },
        }),
      provenance: deliveries.map(one => ({
        source: one.source,
        sourceId: one.sourceId,
        deliveryId: one.deliveryId,
        ...(one.sequence !== null && { sequence: one.sequence }),
        recordedAt: iso(one.recordedAt),
        ...(one.statedAt !== null && { statedRecordedAt: iso(one.statedAt) }),
        ...(one.skewMs !== null && { clockSkewMs: one.skewMs }),
        confidence: one.confidence,
        agent: one.agent,
        operationId: one.operationId,
        bytesDigest: toDigest(one.bytesDigest),
        chainIndex: one.chainIndex,
        chainDigest: toDigest(one.chainDigest),
        ...(one.bytes !== null &&
          !isDenied && { event: JSON.parse(one.bytes) }),
      })),
      conflicts: conflicts.map(one => ({
        factId: one.id,
        summary: one.summary,
        sources: one.provenance.map(({ source }) => source),
      })),
      relations: (await graph.edgesOfFact(fact.seq, item.confidence)).map(
        toEdge,
      ),
      body: bodyOf(),
    };

    function bodyOf(): FactDetail['body'] {
      if (erasure) {
        return {
          status: 'erased',
          reason: erasure.reason,
          erasedAt: iso(erasure.at),
          erasedBy: erasure.by,
        };
      }
      if (isDenied) {
        return {
          status: 'denied',
          reason: `What a ${fact.classification} fact says needs the permission intelgraph.sensitive.read`,
        };
      }
      return {
        status: 'available',
        ...(canonical && { content: JSON.parse(canonical) }),
      };
    }
  }

  /** Computes the digests of a fact and of its deliveries again. */
  async verify(fact: StoredFact, watermark: number): Promise<Verification> {
    const { provenance } = this.#options;
    const deliveries = await provenance.deliveries(fact.seq, watermark);
    const erasure = await provenance.erasure(fact.seq);
    const checks: Check[] = [];
    const canonical = deliveries.find(one => one.canonical !== null)?.canonical;
    checks.push(
      checkOf(
        `Content, normalised by ${fact.profile}`,
        canonical ?? undefined,
        fact.factId,
        erasure !== undefined,
      ),
    );
    for (const one of deliveries) {
      checks.push(
        checkOf(
          `Event ${one.deliveryId} of ${one.source}, as it was delivered`,
          one.bytes ?? undefined,
          one.bytesDigest,
          erasure !== undefined,
        ),
      );
      const follows = await this.#follows(fact, one);
      checks.push({
        name: `Link ${one.chainIndex} in the chain of ${one.source}`,
        status: follows ? 'holds' : 'broken',
        detail: follows
          ? `It follows from the link before: ${toDigest(one.chainDigest)}`
          : 'It does not follow from the link before and what is kept of the delivery',
      });
    }
    return toVerification(checks);
  }

  /**
   * Walks the chain of a source from its start.
   *
   * @throws NotFoundError when the tenant has no such source
   */
  async verifySource(tenant: string, id: number): Promise<Verification> {
    const { provenance, sources } = this.#options;
    const source = await sources.get(tenant, id);
    if (!source) throw new NotFoundError(`There is no source ${id}`);
    let previous: Buffer | undefined;
    let index = 0;
    let seq = 0;
    let broken: string | undefined;
    while (broken === undefined && index < source.chainLength) {
      const links = await provenance.chain(id, seq, LINKS_AT_ONCE);
      if (links.length === 0) break;
      for (const link of links) {
        if (link.index > source.chainLength) break;
        index += 1;
        const digest = chainDigest(previous, {
          tenant,
          source: source.uri,
          ...link,
          index,
        });
        if (link.index !== index || !digest.equals(link.chainDigest)) {
          broken = `Link ${index} (delivery ${link.deliveryId}) does not follow from the link before it`;
          break;
        }
        previous = digest;
        seq = link.seq;
      }
    }
    if (broken === undefined && index < source.chainLength) {
      broken = `The chain ends after ${index} of ${source.chainLength} links`;
    }
    if (
      broken === undefined &&
      previous &&
      source.chainDigest &&
      !previous.equals(source.chainDigest)
    ) {
      broken = 'The last link is not the one that the source is known by';
    }
    return {
      holds: broken === undefined,
      checked: index,
      checks: [
        {
          name: `Chain of ${source.uri}`,
          status: broken === undefined ? 'holds' : 'broken',
          detail:
            broken ??
            `All ${index} links follow from one another${
              previous ? `; the last is ${toDigest(previous)}` : ''
            }`,
        },
      ],
    };
  }

  /** Whether one link follows from the one before it. */
  async #follows(
    { tenant }: StoredFact,
    { seq, source, sourceId }: StoredDelivery,
  ): Promise<boolean> {
    const { link, before } = await this.#options.provenance.link(seq);
    if (!link || (link.index > 1 && !before)) return false;
    if (
      before &&
      (before.sourceId !== sourceId || before.index !== link.index - 1)
    ) {
      return false;
    }
    return chainDigest(before?.chainDigest, { tenant, source, ...link }).equals(
      link.chainDigest,
    );
  }
}

function checkOf(
  name: string,
  text: string | undefined,
  digest: Buffer,
  isErased: boolean,
): Check {
  if (text === undefined) {
    return {
      name,
      status: isErased ? 'not-checkable' : 'broken',
      detail: isErased
        ? 'It was erased; the digest that stays can be compared with a copy'
        : 'It is missing, and nobody erased it',
    };
  }
  const computed = sha256(text);
  return computed.equals(digest)
    ? {
        name,
        status: 'holds',
        detail: `Computed again: ${toDigest(computed)}`,
      }
    : {
        name,
        status: 'broken',
        detail: `Computed ${toDigest(computed)}, but ${toDigest(
          digest,
        )} is on record`,
      };
}

function toVerification(checks: Check[]): Verification {
  return {
    holds: checks.every(({ status }) => status !== 'broken'),
    checked: checks.filter(({ status }) => status !== 'not-checkable').length,
    checks,
  };
}
