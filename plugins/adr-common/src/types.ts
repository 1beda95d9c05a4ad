import { components } from './openapi.generated';

type Schemas = components['schemas'];

/** Where a decision stands. @public */
export type DecisionStatus = Schemas['DecisionStatus'];

/** A decision record without its body. @public */
export type DecisionSummary = Schemas['DecisionSummary'];

/** A reference from one record to another of the same entity. @public */
export type DecisionLink = Schemas['DecisionLink'];

/** An option that was considered, and what became of it. @public */
export type DecisionOption = Schemas['DecisionOption'];

/** What a record replaced and what replaced it, transitively. @public */
export type DecisionChain = Schemas['DecisionChain'];

/** One record in a {@link DecisionChain}. @public */
export type DecisionChainItem = Schemas['DecisionChainItem'];

/** A record with its Markdown body, its options and its chain both ways. @public */
export type Decision = Schemas['Decision'];

/** A page of records. @public */
export type DecisionPage = Schemas['DecisionPage'];

/** A record that could not be read, or that contradicts another. @public */
export type DecisionProblem = Schemas['DecisionProblem'];

/** A page of problems. @public */
export type DecisionProblemPage = Schemas['DecisionProblemPage'];

/** Where the records of an entity are read, and when that last worked. @public */
export type DecisionSource = Schemas['DecisionSource'];

/** All that is known about the decisions of one entity. @public */
export type EntityDecisions = Schemas['EntityDecisions'];

/** The states of a decision, in the order of its life. @public */
export const DECISION_STATUSES: readonly DecisionStatus[] = [
  'proposed',
  'accepted',
  'rejected',
  'deprecated',
  'superseded',
];
