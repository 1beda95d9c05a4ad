import { Classification } from '@companyos/plugin-intelgraph-common';
import { Context, Delivery, JsonValue } from '../types';

/** A CloudEvent whose attributes are checked; its data is not. */
export interface Envelope {
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly subject?: string;
  /** Epoch µs. */
  readonly occurredAtMicros: number;
  /** Epoch µs. */
  readonly validToMicros?: number;
  readonly context: Context;
  /** Whether the event itself names its environment; otherwise that of the context is the default. */
  readonly namesEnvironment: boolean;
  readonly classification: Classification;
  readonly ordinal: number;
  /** Entity ref that the sender gave. */
  readonly entity?: string;
  readonly claimVersion?: string;
  readonly data: JsonValue | undefined;
  readonly delivery: Delivery;
}
