import { ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';
import { parseEntityRef } from '@backstage/catalog-model';
import { goldenPathFleetReadPermission } from '@companyos/plugin-golden-path-common';
import { AuthorizedGoldenPath } from './AuthorizedGoldenPath';

const STATUSES = [
  'current',
  'outdated',
  'edited',
  'tampered',
  'undecided',
] as const;

/** The reading verbs of the plugin for MCP clients and other callers of the actions registry. */
export function registerActions(
  registry: ActionsRegistryService,
  goldenPath: AuthorizedGoldenPath,
): void {
  const attributes = { readOnly: true, destructive: false, idempotent: true };

  registry.register({
    name: 'fleet',
    title: 'List golden-path repositories',
    description:
      'Repositories made from golden-path templates: template version, newest version, how many versions behind, and whether managed files were edited. Filter by template, version, status, owner or text. Use check for one repository in detail.',
    attributes,
    visibilityPermission: goldenPathFleetReadPermission,
    schema: {
      input: z =>
        z.object({
          template: z.string().max(63).optional(),
          version: z.string().max(63).optional(),
          status: z.enum(STATUSES).optional(),
          owner: z
            .string()
            .max(400)
            .optional()
            .describe('Entity ref, for example group:default/payments-team'),
          text: z.string().min(1).max(200).optional(),
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
              entityRef: z.string(),
              owner: z.string(),
              template: z.string(),
              version: z.string(),
              latest: z.string().nullable(),
              status: z.enum(STATUSES),
              behind: z.number(),
              updateUnderWay: z.string().nullable().describe('Id'),
            }),
          ),
          total: z.number(),
          nextCursor: z.string().nullable(),
        }),
    },
    async action({ input, credentials }) {
      const page = await goldenPath.listFleet(input, credentials);
      return {
        output: {
          total: page.totals.repositories,
          nextCursor: page.nextCursor ?? null,
          items: page.items.map(item => ({
            entityRef: item.entityRef,
            owner: item.owner,
            template: item.template,
            version: item.version,
            latest: item.latest ?? null,
            status: item.drift.status,
            behind: item.drift.behind,
            updateUnderWay: item.update?.id ?? null,
          })),
        },
      };
    },
  });

  registry.register({
    name: 'check',
    title: 'Check a repository against its golden-path template',
    description:
      'Compares one repository with its template now: versions behind, managed files that differ, declared patches and when they end, and what is wrong. Changes nothing in the repository.',
    attributes,
    visibilityPermission: goldenPathFleetReadPermission,
    schema: {
      input: z =>
        z.object({
          entityRef: z
            .string()
            .max(400)
            .regex(/^[^:/\s]+:[^:/\s]+\/[^:/\s]+$/)
            .describe('Entity ref, for example component:default/payments-api'),
        }),
      output: z =>
        z.object({
          entityRef: z.string(),
          template: z.string(),
          version: z.string(),
          latest: z.string().nullable(),
          status: z.enum(STATUSES),
          behind: z.number(),
          edited: z.array(
            z.object({
              path: z.string(),
              kind: z.enum(['changed', 'missing']),
              declared: z.boolean(),
            }),
          ),
          patches: z.array(
            z.object({
              path: z.string(),
              reason: z.string(),
              expires: z.string(),
              expired: z.boolean(),
            }),
          ),
          problems: z.array(z.string()),
        }),
    },
    async action({ input, credentials }) {
      const { entityRef, template, version, latest, drift } =
        await goldenPath.checkRepository(
          parseEntityRef(input.entityRef),
          credentials,
        );
      return {
        output: {
          entityRef,
          template,
          version,
          latest: latest ?? null,
          status: drift.status,
          behind: drift.behind,
          edited: drift.edited.map(({ path, kind, patch }) => ({
            path,
            kind,
            declared: Boolean(patch && !patch.expired),
          })),
          patches: drift.patches.map(({ path, reason, expires, expired }) => ({
            path,
            reason,
            expires,
            expired,
          })),
          problems: drift.problems,
        },
      };
    },
  });
}
