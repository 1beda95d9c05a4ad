import { ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';
import {
  adrRecordReadPermission,
  DECISION_STATUSES,
  DecisionStatus,
} from '@companyos/plugin-adr-common';
import { AuthorizedDecisions } from './AuthorizedDecisions';

/** The verbs of the plugin for MCP clients and other callers of the actions registry. */
export function registerActions(
  registry: ActionsRegistryService,
  decisions: AuthorizedDecisions,
): void {
  const attributes = { readOnly: true, destructive: false, idempotent: true };
  const [first, ...rest] = DECISION_STATUSES;
  const statuses: [DecisionStatus, ...DecisionStatus[]] = [first, ...rest];

  registry.register({
    name: 'list-decisions',
    title: 'List decision records',
    description:
      'Architecture decision records of the components in the catalog, newest first: title, status, date, deciders and what they supersede. Filter by component, status or text. Use get-decision for the full text.',
    attributes,
    visibilityPermission: adrRecordReadPermission,
    schema: {
      input: z =>
        z.object({
          entityRef: z
            .string()
            .optional()
            .describe('Entity ref, for example component:default/payments-api'),
          status: z.enum(statuses).optional(),
          text: z
            .string()
            .min(1)
            .max(200)
            .optional()
            .describe('Text that title, body or deciders contain'),
          cursor: z
            .string()
            .max(2000)
            .optional()
            .describe('nextCursor of the answer before'),
          limit: z.number().int().min(1).max(200).default(50),
        }),
      output: z =>
        z.object({
          items: z.array(
            z.object({
              id: z.string(),
              entityRef: z.string(),
              number: z.number().nullable(),
              title: z.string(),
              status: z.enum(statuses),
              date: z.string().nullable(),
              deciders: z.array(z.string()),
              supersedes: z.array(z.string()).describe('Ids of records'),
              supersededBy: z.array(z.string()).describe('Ids of records'),
            }),
          ),
          nextCursor: z.string().nullable(),
        }),
    },
    async action({ input, credentials }) {
      const page = await decisions.listRecords(
        { ...input, sort: 'date', descending: true },
        credentials,
      );
      return {
        output: {
          nextCursor: page.nextCursor,
          items: page.items.map(record => ({
            id: record.id,
            entityRef: record.entityRef,
            number: record.number,
            title: record.title,
            status: record.status,
            date: record.date,
            deciders: record.deciders,
            supersedes: record.supersedes.flatMap(({ id }) => id ?? []),
            supersededBy: record.supersededBy.flatMap(({ id }) => id ?? []),
          })),
        },
      };
    },
  });

  registry.register({
    name: 'get-decision',
    title: 'Get a decision record',
    description:
      'The Markdown text of one architecture decision record, with the options that were considered and the records that it superseded or that superseded it.',
    attributes,
    visibilityPermission: adrRecordReadPermission,
    schema: {
      input: z =>
        z.object({
          id: z
            .string()
            .regex(/^[0-9a-f]{16}$/)
            .describe('Id from list-decisions'),
        }),
      output: z =>
        z.object({
          id: z.string(),
          entityRef: z.string(),
          title: z.string(),
          status: z.enum(statuses),
          date: z.string().nullable(),
          sourceUrl: z.string().nullable(),
          body: z.string().describe('Markdown'),
          options: z.array(
            z.object({
              title: z.string(),
              outcome: z.enum(['chosen', 'rejected', 'open']),
            }),
          ),
          supersedes: z
            .array(z.object({ id: z.string(), title: z.string() }))
            .describe('Older records, nearest first'),
          supersededBy: z
            .array(z.object({ id: z.string(), title: z.string() }))
            .describe('Newer records, nearest first'),
        }),
    },
    async action({ input, credentials }) {
      const { record, body, options, chain } = await decisions.getRecord(
        input.id,
        credentials,
      );
      const named = ({ id, title }: { id: string; title: string }) => ({
        id,
        title,
      });
      return {
        output: {
          id: record.id,
          entityRef: record.entityRef,
          title: record.title,
          status: record.status,
          date: record.date,
          sourceUrl: record.sourceUrl,
          body,
          options: options.map(({ title, outcome }) => ({ title, outcome })),
          supersedes: chain.supersedes.map(named),
          supersededBy: chain.supersededBy.map(named),
        },
      };
    },
  });
}
