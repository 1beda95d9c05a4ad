import { components, operations } from './openapi.generated';

type Schemas = components['schemas'];

/** A group of event types that share a row of the timeline. @public */
export type Lane = Schemas['Lane'];
/** How careful one has to be with what a fact says. @public */
export type Classification = Schemas['Classification'];
/** What became of one delivered event. @public */
export type IngestStatus = Schemas['IngestStatus'];
/** What became of one delivered event, and why. @public */
export type IngestResult = Schemas['IngestResult'];
/** How many items ended in which way. @public */
export type IngestCounts = Schemas['IngestCounts'];
/** Answer to a single event or a batch. @public */
export type IngestResponse = Schemas['IngestResponse'];
/** One request that delivered events. @public */
export type Operation = Schemas['Operation'];
/** One delivery of a fact, in short. @public */
export type Provenance = Schemas['Provenance'];
/** One delivery of a fact with digests and chain. @public */
export type ProvenanceDetail = Schemas['ProvenanceDetail'];
/** A fact that contradicts another. @public */
export type Conflict = Schemas['Conflict'];
/** A fact as timelines show it. @public */
export type TimelineItem = Schemas['TimelineItem'];
/** One page of a timeline. @public */
export type TimelinePage = Schemas['TimelinePage'];
/** Facts over time, by lane. @public */
export type Histogram = Schemas['Histogram'];
/** A fact with all that is known about where it comes from. @public */
export type FactDetail = Schemas['FactDetail'];
/** Facts in the order in which they became known. @public */
export type FeedPage = Schemas['FeedPage'];
/** A policy that was applied where data crosses an edge. @public */
export type EdgePolicy = Schemas['EdgePolicy'];
/** A relation at some time. @public */
export type Edge = Schemas['Edge'];
/** Entities and their relations around one of them. @public */
export type Graph = Schemas['Graph'];
/** Digests that were computed again. @public */
export type Verification = Schemas['Verification'];
/** One page of entities. @public */
export type EntityPage = Schemas['EntityPage'];
/** Someone facts come from, and how that is going. @public */
export type Source = Schemas['Source'];
/** All sources. @public */
export type SourceList = Schemas['SourceList'];
/** What was refused of late. @public */
export type RejectList = Schemas['RejectList'];
/** Where a quarantined event stands. @public */
export type QuarantineStatus = Schemas['QuarantineStatus'];
/** An event that nobody knows how to read. @public */
export type QuarantineItem = Schemas['QuarantineItem'];
/** One page of quarantined events. @public */
export type QuarantinePage = Schemas['QuarantinePage'];
/** A version of an event type. @public */
export type EventSchema = Schemas['EventSchema'];
/** A version of an event type with its JSON Schema. @public */
export type EventSchemaDetail = Schemas['EventSchemaDetail'];
/** All event types. @public */
export type SchemaList = Schemas['SchemaList'];
/** What a new schema version must keep to. @public */
export type Compatibility = Schemas['Compatibility'];
/** Where an incident stands. @public */
export type IncidentStatus = Schemas['IncidentStatus'];
/** An incident in short. @public */
export type Incident = Schemas['Incident'];
/** One page of incidents. @public */
export type IncidentPage = Schemas['IncidentPage'];
/** A change that may have led to an incident, and why one thinks so. @public */
export type RankedChange = Schemas['RankedChange'];
/** An incident with its facts and the changes before it. @public */
export type IncidentDetail = Schemas['IncidentDetail'];

/** Filters, order and page of a timeline. @public */
export type TimelineQuery = NonNullable<
  operations['GetTimeline']['parameters']['query']
>;
/** What of the graph is wanted. @public */
export type GraphQuery = operations['GetGraph']['parameters']['query'];
/** What is counted over time. @public */
export type HistogramQuery = operations['GetHistogram']['parameters']['query'];
/** Filters and page of the feed. @public */
export type FeedQuery = NonNullable<
  operations['GetFeed']['parameters']['query']
>;

/** An event to record; what is left out is filled in. A CloudEvents 1.0 event with our extensions. @public */
export interface EventInput {
  /** With its version, for example `dev.cdeventsx.companyos-entity.created.0.1.0`. */
  type: string;
  /** Entity ref of what it is about. */
  entity: string;
  /** When it happened. */
  time: Date | string;
  data: Record<string, unknown>;
  /** Unique within the source; a random one without it. Give one that a repetition would have again. */
  id?: string;
  source?: string;
  /** Percent; 100 without it. */
  confidence?: number;
  tenant?: string;
  environment?: string;
  region?: string;
  classification?: Classification;
  /** Place among facts of the same time. */
  ordinal?: number;
  /** Version of the entity that this describes; two contents for one version are a conflict. */
  claimVersion?: string;
  /** When it stops, or stopped, being so. */
  validTo?: Date | string;
  correlationId?: string;
}
