// Generated from plugins/golden-path-backend/src/schema/openapi.yaml by
// `yarn workspace @companyos/plugin-golden-path-backend generate`; edit that file instead.

/** The contract, for request validation and `GET /openapi.json`. */
export const spec = {
  openapi: '3.1.0',
  info: {
    title: 'Golden path',
    version: '1',
    description:
      'Day two of the golden path: where every repository stands against its template, the updates that bring it forward, and campaigns that do so in waves. A caller sees what belongs to the entities that the catalog shows to that caller; everything else does not exist.',
    license: {
      name: 'Apache-2.0',
      url: 'https://www.apache.org/licenses/LICENSE-2.0.html',
    },
  },
  servers: [{ url: '/' }],
  paths: {
    '/fleet': {
      get: {
        operationId: 'GetFleet',
        summary:
          'Repositories made from golden-path templates, page by page, with counts over all pages',
        parameters: [
          {
            name: 'template',
            in: 'query',
            schema: { $ref: '#/components/schemas/TemplateName' },
          },
          {
            name: 'version',
            in: 'query',
            allowReserved: true,
            schema: { $ref: '#/components/schemas/Version' },
          },
          {
            name: 'status',
            in: 'query',
            schema: { $ref: '#/components/schemas/DriftStatus' },
          },
          {
            name: 'owner',
            in: 'query',
            allowReserved: true,
            schema: { $ref: '#/components/schemas/EntityRef' },
          },
          {
            name: 'text',
            in: 'query',
            allowReserved: true,
            description: 'Part of the name or title; case does not matter.',
            schema: { type: 'string', minLength: 1, maxLength: 200 },
          },
          {
            name: 'cursor',
            in: 'query',
            schema: { type: 'string', minLength: 1, maxLength: 2000 },
          },
          {
            name: 'limit',
            in: 'query',
            schema: { type: 'integer', minimum: 1, maximum: 200, default: 50 },
          },
        ],
        responses: {
          '200': {
            description: 'One page',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/FleetPage' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/templates': {
      get: {
        operationId: 'ListTemplates',
        summary: 'The templates with their versions, newest first',
        responses: {
          '200': {
            description: 'All templates',
            content: {
              'application/json': {
                schema: {
                  type: 'array',
                  items: { $ref: '#/components/schemas/TemplateView' },
                },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/repositories/{namespace}/{kind}/{name}': {
      get: {
        operationId: 'GetRepository',
        summary: 'One repository with its answers, versions and updates',
        parameters: [
          {
            name: 'namespace',
            in: 'path',
            required: true,
            schema: { $ref: '#/components/schemas/NamePart' },
          },
          {
            name: 'kind',
            in: 'path',
            required: true,
            schema: { $ref: '#/components/schemas/NamePart' },
          },
          {
            name: 'name',
            in: 'path',
            required: true,
            schema: { $ref: '#/components/schemas/NamePart' },
          },
        ],
        responses: {
          '200': {
            description: 'The repository',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/RepositoryDetail' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/repositories/{namespace}/{kind}/{name}/check': {
      post: {
        operationId: 'CheckRepository',
        summary: 'Compare the repository with its template again, now',
        parameters: [
          {
            name: 'namespace',
            in: 'path',
            required: true,
            schema: { $ref: '#/components/schemas/NamePart' },
          },
          {
            name: 'kind',
            in: 'path',
            required: true,
            schema: { $ref: '#/components/schemas/NamePart' },
          },
          {
            name: 'name',
            in: 'path',
            required: true,
            schema: { $ref: '#/components/schemas/NamePart' },
          },
        ],
        responses: {
          '200': {
            description: 'The repository',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/RepositoryDetail' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/repositories/{namespace}/{kind}/{name}/preview': {
      get: {
        operationId: 'PreviewUpdate',
        summary: 'What an update would do; writes nothing',
        parameters: [
          {
            name: 'namespace',
            in: 'path',
            required: true,
            schema: { $ref: '#/components/schemas/NamePart' },
          },
          {
            name: 'kind',
            in: 'path',
            required: true,
            schema: { $ref: '#/components/schemas/NamePart' },
          },
          {
            name: 'name',
            in: 'path',
            required: true,
            schema: { $ref: '#/components/schemas/NamePart' },
          },
          {
            name: 'to',
            in: 'query',
            allowReserved: true,
            schema: { $ref: '#/components/schemas/Version' },
          },
        ],
        responses: {
          '200': {
            description: 'The files it would change',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/UpdatePreview' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/repositories/{namespace}/{kind}/{name}/updates': {
      post: {
        operationId: 'OpenUpdate',
        summary:
          'Put the update on a branch or into a pull request and begin its checks',
        description:
          'The same wish while the update is under way gives the same update.',
        parameters: [
          {
            name: 'namespace',
            in: 'path',
            required: true,
            schema: { $ref: '#/components/schemas/NamePart' },
          },
          {
            name: 'kind',
            in: 'path',
            required: true,
            schema: { $ref: '#/components/schemas/NamePart' },
          },
          {
            name: 'name',
            in: 'path',
            required: true,
            schema: { $ref: '#/components/schemas/NamePart' },
          },
        ],
        requestBody: {
          required: false,
          content: {
            'application/json': {
              schema: {
                type: 'object',
                additionalProperties: false,
                properties: {
                  to: { $ref: '#/components/schemas/Version' },
                  answers: { $ref: '#/components/schemas/Answers' },
                },
              },
            },
          },
        },
        responses: {
          '201': {
            description: 'The update',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/Update' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/updates/{id}': {
      get: {
        operationId: 'GetUpdate',
        summary: 'One update with its checks',
        parameters: [
          {
            name: 'id',
            in: 'path',
            required: true,
            schema: { $ref: '#/components/schemas/Id' },
          },
        ],
        responses: {
          '200': {
            description: 'The update',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/Update' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/updates/{id}/merge': {
      post: {
        operationId: 'MergeUpdate',
        summary: 'Bring a ready update to the default branch',
        parameters: [
          {
            name: 'id',
            in: 'path',
            required: true,
            schema: { $ref: '#/components/schemas/Id' },
          },
        ],
        responses: {
          '200': {
            description: 'The update',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/Update' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/updates/{id}/close': {
      post: {
        operationId: 'CloseUpdate',
        summary:
          'Give an update up; its branch goes unless somebody pushed to it',
        parameters: [
          {
            name: 'id',
            in: 'path',
            required: true,
            schema: { $ref: '#/components/schemas/Id' },
          },
        ],
        responses: {
          '200': {
            description: 'The update',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/Update' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/updates/{id}/checks': {
      post: {
        operationId: 'ReportCheck',
        summary:
          'Report the outcome of a check that runs outside of the portal; for services only',
        parameters: [
          {
            name: 'id',
            in: 'path',
            required: true,
            schema: { $ref: '#/components/schemas/Id' },
          },
        ],
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: {
                type: 'object',
                additionalProperties: false,
                required: ['name', 'status', 'summary', 'commit'],
                properties: {
                  name: { $ref: '#/components/schemas/CheckName' },
                  status: { $ref: '#/components/schemas/CheckStatus' },
                  summary: { type: 'string', minLength: 1, maxLength: 500 },
                  commit: {
                    description:
                      "The commit the check looked at. An outcome for another than the branch's end does not count.",
                    type: 'string',
                    pattern: '^[0-9a-f]{40}$',
                  },
                  url: {
                    type: 'string',
                    maxLength: 2000,
                    pattern: '^https?://[^\\s]+$',
                  },
                },
              },
            },
          },
        },
        responses: {
          '200': {
            description: 'The update',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/Update' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/updates/{id}/checks/{name}/log': {
      get: {
        operationId: 'GetCheckLog',
        summary: 'What a check said',
        parameters: [
          {
            name: 'id',
            in: 'path',
            required: true,
            schema: { $ref: '#/components/schemas/Id' },
          },
          {
            name: 'name',
            in: 'path',
            required: true,
            description: "The check's name; a slash in it is written %2F.",
            schema: { $ref: '#/components/schemas/CheckName' },
          },
        ],
        responses: {
          '200': {
            description: 'The log',
            content: { 'text/plain': { schema: { type: 'string' } } },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/campaigns': {
      get: {
        operationId: 'ListCampaigns',
        summary: 'Campaigns, newest first',
        responses: {
          '200': {
            description: 'The newest 200',
            content: {
              'application/json': {
                schema: {
                  type: 'array',
                  items: { $ref: '#/components/schemas/CampaignSummary' },
                },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
      post: {
        operationId: 'PlanCampaign',
        summary: 'Plan a campaign; it does nothing until it is started',
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: { $ref: '#/components/schemas/CampaignPlan' },
            },
          },
        },
        responses: {
          '201': {
            description: 'The campaign',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/Campaign' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/campaigns/{id}': {
      get: {
        operationId: 'GetCampaign',
        summary: 'One campaign with its members',
        parameters: [
          {
            name: 'id',
            in: 'path',
            required: true,
            schema: { $ref: '#/components/schemas/Id' },
          },
        ],
        responses: {
          '200': {
            description: 'The campaign',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/Campaign' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/campaigns/{id}/start': {
      post: {
        operationId: 'StartCampaign',
        parameters: [
          {
            name: 'id',
            in: 'path',
            required: true,
            schema: { $ref: '#/components/schemas/Id' },
          },
        ],
        responses: {
          '200': {
            description: 'The campaign',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/Campaign' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/campaigns/{id}/pause': {
      post: {
        operationId: 'PauseCampaign',
        parameters: [
          {
            name: 'id',
            in: 'path',
            required: true,
            schema: { $ref: '#/components/schemas/Id' },
          },
        ],
        responses: {
          '200': {
            description: 'The campaign',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/Campaign' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/campaigns/{id}/resume': {
      post: {
        operationId: 'ResumeCampaign',
        parameters: [
          {
            name: 'id',
            in: 'path',
            required: true,
            schema: { $ref: '#/components/schemas/Id' },
          },
        ],
        responses: {
          '200': {
            description: 'The campaign',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/Campaign' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/campaigns/{id}/cancel': {
      post: {
        operationId: 'CancelCampaign',
        parameters: [
          {
            name: 'id',
            in: 'path',
            required: true,
            schema: { $ref: '#/components/schemas/Id' },
          },
        ],
        responses: {
          '200': {
            description: 'The campaign',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/Campaign' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
  },
  components: {
    responses: {
      Error: {
        description: 'What went wrong',
        content: {
          'application/json': {
            schema: { $ref: '#/components/schemas/Error' },
          },
        },
      },
    },
    schemas: {
      Error: {
        type: 'object',
        required: ['error'],
        properties: {
          error: {
            type: 'object',
            required: ['name', 'message'],
            properties: {
              name: { type: 'string' },
              message: { type: 'string' },
            },
          },
        },
      },
      EntityRef: {
        type: 'string',
        minLength: 5,
        maxLength: 400,
        pattern: '^[^:/\\s]+:[^:/\\s]+/[^:/\\s]+$',
      },
      NamePart: {
        type: 'string',
        minLength: 1,
        maxLength: 63,
        pattern: '^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$',
      },
      TemplateName: {
        type: 'string',
        maxLength: 63,
        pattern: '^[a-z0-9]([a-z0-9-]*[a-z0-9])?$',
      },
      Version: {
        type: 'string',
        maxLength: 63,
        pattern: '^[0-9]+\\.[0-9]+\\.[0-9]+(-[0-9A-Za-z.-]+)?$',
      },
      Id: {
        type: 'string',
        pattern: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$',
      },
      CheckName: {
        type: 'string',
        minLength: 1,
        maxLength: 63,
        pattern: '^[a-z0-9]([a-z0-9._/-]*[a-z0-9])?$',
      },
      CheckStatus: { type: 'string', enum: ['pending', 'passed', 'failed'] },
      DriftStatus: {
        type: 'string',
        enum: ['current', 'outdated', 'edited', 'tampered', 'undecided'],
      },
      UpdateStatus: {
        type: 'string',
        enum: ['checking', 'ready', 'failed', 'conflicts', 'merged', 'closed'],
      },
      CampaignStatus: {
        type: 'string',
        enum: [
          'draft',
          'running',
          'paused',
          'stopped',
          'completed',
          'cancelled',
        ],
      },
      MemberStatus: {
        type: 'string',
        enum: [
          'waiting',
          'updating',
          'ready',
          'done',
          'failed',
          'conflicts',
          'skipped',
        ],
      },
      FileChange: {
        type: 'string',
        enum: ['added', 'changed', 'removed', 'moved'],
      },
      Answers: {
        description: 'Answers to the questions of the new version, by name.',
        type: 'object',
        maxProperties: 100,
        additionalProperties: true,
      },
      DeclaredPatch: {
        type: 'object',
        additionalProperties: false,
        required: ['path', 'reason', 'expires', 'expired'],
        properties: {
          path: { type: 'string' },
          reason: { type: 'string' },
          ticket: { type: 'string' },
          expires: {
            type: 'string',
            description: 'YYYY-MM-DD, the last day on which it holds (UTC).',
          },
          expired: { type: 'boolean' },
        },
      },
      EditedFile: {
        type: 'object',
        additionalProperties: false,
        required: ['path', 'kind'],
        properties: {
          path: { type: 'string' },
          kind: { type: 'string', enum: ['changed', 'missing'] },
          patch: { $ref: '#/components/schemas/DeclaredPatch' },
        },
      },
      Drift: {
        type: 'object',
        additionalProperties: false,
        required: ['status', 'behind', 'edited', 'patches', 'problems'],
        properties: {
          status: { $ref: '#/components/schemas/DriftStatus' },
          behind: { type: 'integer', minimum: 0 },
          edited: {
            type: 'array',
            items: { $ref: '#/components/schemas/EditedFile' },
          },
          patches: {
            type: 'array',
            items: { $ref: '#/components/schemas/DeclaredPatch' },
          },
          problems: { type: 'array', items: { type: 'string' } },
        },
      },
      UpdateSummary: {
        type: 'object',
        additionalProperties: false,
        required: ['id', 'status', 'from', 'to'],
        properties: {
          id: { $ref: '#/components/schemas/Id' },
          status: { $ref: '#/components/schemas/UpdateStatus' },
          from: { type: 'string' },
          to: { type: 'string' },
        },
      },
      FleetRepository: {
        type: 'object',
        additionalProperties: false,
        required: [
          'entityRef',
          'title',
          'owner',
          'repositoryUrl',
          'host',
          'template',
          'version',
          'drift',
          'checkedAt',
          'mayUpdate',
        ],
        properties: {
          entityRef: { type: 'string' },
          title: { type: 'string' },
          owner: { type: 'string' },
          repositoryUrl: { type: 'string' },
          host: { type: 'string', enum: ['local-git', 'github'] },
          template: { type: 'string' },
          version: { type: 'string' },
          latest: { type: 'string' },
          drift: { $ref: '#/components/schemas/Drift' },
          commit: { type: 'string' },
          checkedAt: { type: 'string', format: 'date-time' },
          update: { $ref: '#/components/schemas/UpdateSummary' },
          mayUpdate: { type: 'boolean' },
        },
      },
      FleetPage: {
        type: 'object',
        additionalProperties: false,
        required: ['items', 'totals'],
        properties: {
          items: {
            type: 'array',
            items: { $ref: '#/components/schemas/FleetRepository' },
          },
          nextCursor: { type: 'string' },
          totals: {
            type: 'object',
            additionalProperties: false,
            required: ['repositories', 'byStatus', 'byVersion'],
            properties: {
              repositories: { type: 'integer' },
              byStatus: {
                type: 'object',
                additionalProperties: false,
                required: [
                  'current',
                  'outdated',
                  'edited',
                  'tampered',
                  'undecided',
                ],
                properties: {
                  current: { type: 'integer' },
                  outdated: { type: 'integer' },
                  edited: { type: 'integer' },
                  tampered: { type: 'integer' },
                  undecided: { type: 'integer' },
                },
              },
              byVersion: {
                type: 'array',
                items: {
                  type: 'object',
                  additionalProperties: false,
                  required: ['template', 'version', 'repositories'],
                  properties: {
                    template: { type: 'string' },
                    version: { type: 'string' },
                    repositories: { type: 'integer' },
                  },
                },
              },
            },
          },
        },
      },
      TemplateVersionView: {
        type: 'object',
        additionalProperties: false,
        required: ['version', 'digest', 'repositories'],
        properties: {
          version: { type: 'string' },
          digest: { type: 'string' },
          repositories: { type: 'integer' },
          release: {
            type: 'object',
            additionalProperties: false,
            required: ['releasedAt', 'combinations', 'greenSeconds', 'cores'],
            properties: {
              releasedAt: { type: 'string' },
              combinations: { type: 'integer' },
              cores: { type: 'number' },
              greenSeconds: {
                type: 'object',
                additionalProperties: false,
                required: ['p50', 'p95'],
                properties: {
                  p50: { type: 'number' },
                  p95: { type: 'number' },
                },
              },
            },
          },
        },
      },
      TemplateView: {
        type: 'object',
        additionalProperties: false,
        required: ['name', 'title', 'versions'],
        properties: {
          name: { type: 'string' },
          title: { type: 'string' },
          latest: { type: 'string' },
          versions: {
            type: 'array',
            items: { $ref: '#/components/schemas/TemplateVersionView' },
          },
        },
      },
      RepositoryDetail: {
        type: 'object',
        additionalProperties: false,
        required: [
          'entityRef',
          'title',
          'owner',
          'repositoryUrl',
          'host',
          'template',
          'version',
          'drift',
          'checkedAt',
          'mayUpdate',
          'answers',
          'versions',
          'updates',
        ],
        properties: {
          entityRef: { type: 'string' },
          title: { type: 'string' },
          owner: { type: 'string' },
          repositoryUrl: { type: 'string' },
          host: { type: 'string', enum: ['local-git', 'github'] },
          template: { type: 'string' },
          version: { type: 'string' },
          latest: { type: 'string' },
          drift: { $ref: '#/components/schemas/Drift' },
          commit: { type: 'string' },
          checkedAt: { type: 'string', format: 'date-time' },
          update: { $ref: '#/components/schemas/UpdateSummary' },
          mayUpdate: { type: 'boolean' },
          answers: { type: 'object', additionalProperties: true },
          versions: {
            type: 'array',
            items: { $ref: '#/components/schemas/TemplateVersionView' },
          },
          updates: {
            type: 'array',
            items: { $ref: '#/components/schemas/Update' },
          },
        },
      },
      UpdatePreview: {
        type: 'object',
        additionalProperties: false,
        required: ['from', 'to', 'files', 'notes', 'questions'],
        properties: {
          from: { type: 'string' },
          to: { type: 'string' },
          files: {
            type: 'array',
            items: {
              type: 'object',
              additionalProperties: false,
              required: ['path', 'change', 'mode'],
              properties: {
                path: { type: 'string' },
                change: { $ref: '#/components/schemas/FileChange' },
                mode: { type: 'string', enum: ['managed', 'seeded', 'merged'] },
                diff: { type: 'string' },
                conflict: { type: 'string' },
              },
            },
          },
          notes: {
            type: 'array',
            items: {
              type: 'object',
              additionalProperties: false,
              required: ['version', 'text'],
              properties: {
                version: { type: 'string' },
                text: { type: 'string' },
              },
            },
          },
          questions: {
            type: 'array',
            items: {
              type: 'object',
              additionalProperties: false,
              required: ['name', 'schema'],
              properties: {
                name: { type: 'string' },
                schema: { type: 'object', additionalProperties: true },
              },
            },
          },
        },
      },
      UpdateCheck: {
        type: 'object',
        additionalProperties: false,
        required: ['name', 'status', 'summary', 'at', 'hasLog'],
        properties: {
          name: { type: 'string' },
          status: { $ref: '#/components/schemas/CheckStatus' },
          summary: { type: 'string' },
          at: { type: 'string', format: 'date-time' },
          hasLog: { type: 'boolean' },
          url: { type: 'string' },
        },
      },
      Update: {
        type: 'object',
        additionalProperties: false,
        required: [
          'id',
          'status',
          'from',
          'to',
          'entityRef',
          'repositoryUrl',
          'branch',
          'commit',
          'base',
          'files',
          'conflicts',
          'checks',
          'createdBy',
          'createdAt',
          'updatedAt',
          'mayMerge',
        ],
        properties: {
          id: { $ref: '#/components/schemas/Id' },
          status: { $ref: '#/components/schemas/UpdateStatus' },
          reason: { type: 'string' },
          from: { type: 'string' },
          to: { type: 'string' },
          entityRef: { type: 'string' },
          repositoryUrl: { type: 'string' },
          branch: { type: 'string' },
          commit: { type: 'string' },
          base: { type: 'string' },
          pullRequestUrl: { type: 'string' },
          campaignId: { type: 'string' },
          createdBy: { type: 'string' },
          createdAt: { type: 'string', format: 'date-time' },
          updatedAt: { type: 'string', format: 'date-time' },
          mayMerge: { type: 'boolean' },
          files: {
            type: 'array',
            items: {
              type: 'object',
              additionalProperties: false,
              required: ['path', 'change'],
              properties: {
                path: { type: 'string' },
                change: { $ref: '#/components/schemas/FileChange' },
              },
            },
          },
          conflicts: {
            type: 'array',
            items: {
              type: 'object',
              additionalProperties: false,
              required: ['path', 'reason'],
              properties: {
                path: { type: 'string' },
                reason: { type: 'string' },
              },
            },
          },
          checks: {
            type: 'array',
            items: { $ref: '#/components/schemas/UpdateCheck' },
          },
        },
      },
      CampaignPlan: {
        type: 'object',
        additionalProperties: false,
        required: [
          'title',
          'template',
          'to',
          'repositories',
          'waves',
          'stopAfterFailures',
          'autoMerge',
        ],
        properties: {
          title: { type: 'string', minLength: 1, maxLength: 200 },
          template: { $ref: '#/components/schemas/TemplateName' },
          to: { $ref: '#/components/schemas/Version' },
          repositories: {
            type: 'array',
            minItems: 1,
            maxItems: 1000,
            uniqueItems: true,
            items: { $ref: '#/components/schemas/EntityRef' },
          },
          waves: {
            type: 'array',
            minItems: 1,
            maxItems: 50,
            items: { type: 'integer', minimum: 1, maximum: 500 },
          },
          stopAfterFailures: { type: 'integer', minimum: 1, maximum: 500 },
          autoMerge: { type: 'boolean' },
        },
      },
      CampaignSummary: {
        type: 'object',
        additionalProperties: false,
        required: [
          'id',
          'title',
          'template',
          'to',
          'waves',
          'stopAfterFailures',
          'autoMerge',
          'status',
          'wave',
          'waveCount',
          'counts',
          'createdBy',
          'createdAt',
          'updatedAt',
        ],
        properties: {
          id: { $ref: '#/components/schemas/Id' },
          title: { type: 'string' },
          template: { type: 'string' },
          to: { type: 'string' },
          waves: { type: 'array', items: { type: 'integer' } },
          stopAfterFailures: { type: 'integer' },
          autoMerge: { type: 'boolean' },
          status: { $ref: '#/components/schemas/CampaignStatus' },
          reason: { type: 'string' },
          wave: { type: 'integer' },
          waveCount: { type: 'integer' },
          createdBy: { type: 'string' },
          createdAt: { type: 'string', format: 'date-time' },
          updatedAt: { type: 'string', format: 'date-time' },
          counts: {
            type: 'object',
            additionalProperties: false,
            required: [
              'waiting',
              'updating',
              'ready',
              'done',
              'failed',
              'conflicts',
              'skipped',
            ],
            properties: {
              waiting: { type: 'integer' },
              updating: { type: 'integer' },
              ready: { type: 'integer' },
              done: { type: 'integer' },
              failed: { type: 'integer' },
              conflicts: { type: 'integer' },
              skipped: { type: 'integer' },
            },
          },
        },
      },
      Campaign: {
        type: 'object',
        additionalProperties: false,
        required: [
          'members',
          'repositories',
          'id',
          'title',
          'status',
          'counts',
          'wave',
          'waveCount',
        ],
        properties: {
          id: { $ref: '#/components/schemas/Id' },
          title: { type: 'string' },
          template: { type: 'string' },
          to: { type: 'string' },
          waves: { type: 'array', items: { type: 'integer' } },
          stopAfterFailures: { type: 'integer' },
          autoMerge: { type: 'boolean' },
          status: { $ref: '#/components/schemas/CampaignStatus' },
          reason: { type: 'string' },
          wave: { type: 'integer' },
          waveCount: { type: 'integer' },
          createdBy: { type: 'string' },
          createdAt: { type: 'string', format: 'date-time' },
          updatedAt: { type: 'string', format: 'date-time' },
          counts: {
            type: 'object',
            additionalProperties: false,
            required: [
              'waiting',
              'updating',
              'ready',
              'done',
              'failed',
              'conflicts',
              'skipped',
            ],
            properties: {
              waiting: { type: 'integer' },
              updating: { type: 'integer' },
              ready: { type: 'integer' },
              done: { type: 'integer' },
              failed: { type: 'integer' },
              conflicts: { type: 'integer' },
              skipped: { type: 'integer' },
            },
          },
          repositories: { type: 'array', items: { type: 'string' } },
          members: {
            type: 'array',
            items: {
              type: 'object',
              additionalProperties: false,
              required: ['entityRef', 'wave', 'status'],
              properties: {
                entityRef: { type: 'string' },
                wave: { type: 'integer' },
                status: { $ref: '#/components/schemas/MemberStatus' },
                reason: { type: 'string' },
                updateId: { type: 'string' },
              },
            },
          },
        },
      },
    },
  },
} as const;
