import { JsonObject, JsonValue } from '@backstage/types';
import {
  Classification,
  EdgePolicy,
} from '@companyos/plugin-intelgraph-common';

/** A CloudEvents 1.0 event in the structured form, as it was delivered. */
export type CloudEvent = JsonObject & {
  specversion: string;
  id: string;
  source: string;
  type: string;
};

/** Context of every record. */
export interface Context {
  readonly tenant: string;
  readonly environment: string;
  readonly region: string;
}

/** A relation that a fact asserts, or ends. */
export interface RelationStatement {
  /** Entity refs. */
  readonly from: string;
  readonly to: string;
  /** For example `deployedTo`, `runs`, `consumes`, `produces`. */
  readonly type: string;
  readonly state: 'asserted' | 'ended';
  /** Policies that were applied where data crosses this edge. */
  readonly policies: readonly EdgePolicy[];
}

/**
 * What an event states, read by an adapter: everything that makes it the same statement from another source,
 * and nothing of its delivery.
 */
export interface Statement extends Context {
  /** Event type without its version. */
  readonly type: string;
  /** Version of the schema it was read with, as the event names it. */
  readonly schemaVersion: string;
  /** Entity ref of what it is about. */
  readonly entity: string;
  /** Other entities it speaks of; without the subject, sorted by (entity, role), no duplicates. */
  readonly mentions: readonly {
    readonly entity: string;
    readonly role: string;
  }[];
  /** When it happened; epoch µs. */
  readonly occurredAtMicros: number;
  /** When it stopped being so; epoch µs. */
  readonly validToMicros?: number;
  /** Place among the facts of one time. */
  readonly ordinal: number;
  readonly classification: Classification;
  /** Present where two different contents cannot both be true. */
  readonly claim?: { readonly entity: string; readonly version: string };
  readonly relations: readonly RelationStatement[];
  /** One sentence for people, at most 300 characters. */
  readonly summary: string;
  /** Name of the normalisation profile that {@link Statement.canonical} follows. */
  readonly profile: string;
  /** RFC 8785 text of the normalised content. */
  readonly canonical: string;
  /** Its SHA-256, which is the identity of the fact. */
  readonly factId: Buffer;
}

/** What belongs to one delivery of a statement. */
export interface Delivery {
  readonly source: string;
  readonly id: string;
  readonly sequence?: string;
  /** When the sender says it was recorded; epoch ms. Noted, not trusted. */
  readonly statedRecordedAtMs?: number;
  /** When the sender says it was sent; epoch ms. */
  readonly sentAtMs?: number;
  /** Percent. */
  readonly confidence: number;
  /** RFC 8785 text of the event as it was delivered. */
  readonly bytes: string;
  /** Its SHA-256. */
  readonly bytesDigest: Buffer;
}

/** Why an event has to wait: nobody knows how to read it yet. */
export type QuarantineCode =
  | 'unknown-type'
  | 'unknown-major'
  | 'unreadable-version'
  | 'delivery-reused';

/** What reading an event came to. */
export type ReadResult =
  | {
      readonly kind: 'read';
      readonly statement: Statement;
      readonly delivery: Delivery;
    }
  | {
      readonly kind: 'quarantined';
      readonly code: QuarantineCode;
      readonly reason: string;
      readonly context: Context;
      readonly delivery: Delivery;
      readonly type: string;
    }
  | {
      readonly kind: 'rejected';
      /** JSON pointer into what was sent; empty for the whole. */
      readonly pointer: string;
      /** What was expected and what came. */
      readonly reason: string;
      /** As far as they could be read. */
      readonly id?: string;
      readonly source?: string;
      readonly type?: string;
      readonly tenant?: string;
    };

/** One version of an event type. */
export interface EventSchemaVersion {
  readonly type: string;
  readonly version: string;
  readonly compatibility:
    | 'full-transitive'
    | 'backward-transitive'
    | 'forward-transitive'
    | 'none';
  readonly origin: 'built-in' | 'registered';
  readonly schema: JsonObject;
}

export type { JsonObject, JsonValue };
