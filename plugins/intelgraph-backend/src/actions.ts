import { ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';
import {
  intelgraphFactReadPermission,
  LANES,
  Lane,
  TimelineItem,
} from '@companyos/plugin-intelgraph-common';
import { asCaller } from './Access';
import { AuthorizedIntelGraph } from './AuthorizedIntelGraph';

/** The verbs of the plugin for MCP clients and other callers of the actions registry. */
export function registerActions(
  registry: ActionsRegistryService,
  intelGraph: AuthorizedIntelGraph,
): void {
  const attributes = { readOnly: true, destructive: false, idempotent: true };
  const [first, ...rest] = LANES;
  const lanes: [Lane, ...Lane[]] = [first, ...rest];

  registry.register({
    name: 'list-facts',
    title: 'List facts',
    description:
      'What happened to a service or in the whole organisation, newest first, each fact with its sources: deployments, changes, builds, incidents, decisions, catalog changes. Filter by entity, time, lane or text. knownAt shows what was known at an earlier time.',
    attributes,
    visibilityPermission: intelgraphFactReadPermission,
    schema: {
      input: z =>
        z.object({
          entity: z
            .string()
            .optional()
            .describe('Entity ref, for example component:default/payments-api'),
          depth: z
            .number()
            .int()
            .min(0)
            .max(3)
            .optional()
            .describe('Also facts about entities related in so many steps'),
          from: z.string().optional().describe('RFC 3339, inclusive'),
          to: z.string().optional().describe('RFC 3339, exclusive'),
          knownAt: z.string().optional().describe('RFC 3339'),
          lane: z.array(z.enum(lanes)).optional(),
          text: z.string().min(1).max(200).optional(),
          cursor: z.string().max(2000).optional(),
          limit: z.number().int().min(1).max(200).default(50),
        }),
      output: z =>
        z.object({
          items: z.array(
            z.object({
              id: z.string(),
              type: z.string(),
              entity: z.string(),
              summary: z.string(),
              occurredAt: z.string(),
              confidence: z.number(),
              sources: z.array(z.string()),
              contradicted: z.boolean(),
            }),
          ),
          nextCursor: z.string().nullable(),
        }),
    },
    async action({ input, credentials }) {
      const { text, ...query } = input;
      const page = await intelGraph.getTimeline(
        { ...query, q: text },
        asCaller(credentials),
      );
      return {
        output: {
          items: page.items.map(brief),
          nextCursor: page.pageInfo.endCursor,
        },
      };
    },
  });

  registry.register({
    name: 'explain-incident',
    title: 'What changed before an incident',
    description:
      'Where an incident stands, and the changes before it, ranked, with the reason for each rank.',
    attributes,
    visibilityPermission: intelgraphFactReadPermission,
    schema: {
      input: z =>
        z.object({
          incident: z
            .string()
            .describe('Entity ref, for example incident:default/inc-42'),
          windowHours: z.number().int().min(1).max(720).default(24),
        }),
      output: z =>
        z.object({
          status: z.string(),
          summary: z.string(),
          startedAt: z.string(),
          changesBefore: z.array(
            z.object({
              id: z.string(),
              summary: z.string(),
              score: z.number(),
              minutesBefore: z.number(),
              reasons: z.array(z.string()),
            }),
          ),
        }),
    },
    async action({ input, credentials }) {
      const detail = await intelGraph.getIncident(input, asCaller(credentials));
      const { status, summary, startedAt } = detail.incident;
      return {
        output: {
          status,
          summary,
          startedAt,
          changesBefore: detail.changesBefore.map(
            ({ fact, score, minutesBefore, reasons }) => ({
              id: fact.id,
              summary: fact.summary,
              score,
              minutesBefore,
              reasons,
            }),
          ),
        },
      };
    },
  });
}

function brief(fact: TimelineItem) {
  return {
    id: fact.id,
    type: fact.type,
    entity: fact.entity,
    summary: fact.summary,
    occurredAt: fact.occurredAt,
    confidence: fact.confidence,
    sources: [...new Set(fact.provenance.map(({ source }) => source))],
    contradicted: fact.conflictsWith.length > 0,
  };
}
