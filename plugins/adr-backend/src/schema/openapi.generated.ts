// Generated from plugins/adr-backend/src/schema/openapi.yaml by
// `yarn workspace @companyos/plugin-adr-backend generate`; edit that file instead.

/** The contract, for request validation and `GET /openapi.json`. */
export const spec = {
  openapi: '3.1.0',
  info: {
    title: 'Decisions',
    version: '1',
    description:
      'The decision records (MADR 4, MADR 2/3 and Nygard) of every catalog entity. A caller sees the records of the entities that the catalog shows to that caller.',
    license: {
      name: 'Apache-2.0',
      url: 'https://www.apache.org/licenses/LICENSE-2.0.html',
    },
  },
  servers: [{ url: '/' }],
  paths: {
    '/records': {
      get: {
        operationId: 'ListDecisions',
        summary: 'Decision records over all entities, page by page',
        parameters: [
          {
            name: 'entityRef',
            in: 'query',
            allowReserved: true,
            description:
              'Only records of this entity, for example component:default/payments-api.',
            schema: { $ref: '#/components/schemas/EntityRef' },
          },
          {
            name: 'owner',
            in: 'query',
            allowReserved: true,
            description:
              'Only records of entities owned by this group or user (full entity ref).',
            schema: { $ref: '#/components/schemas/EntityRef' },
          },
          {
            name: 'status',
            in: 'query',
            schema: { $ref: '#/components/schemas/DecisionStatus' },
          },
          {
            name: 'q',
            in: 'query',
            allowReserved: true,
            description:
              'Text that the title, the body or the deciders contain; case does not matter.',
            schema: { type: 'string', minLength: 1, maxLength: 200 },
          },
          {
            name: 'sort',
            in: 'query',
            description:
              'A leading minus sorts descending. The default is -date.',
            schema: {
              type: 'string',
              enum: [
                'date',
                '-date',
                'number',
                '-number',
                'title',
                '-title',
                'status',
                '-status',
              ],
            },
          },
          {
            name: 'cursor',
            in: 'query',
            description:
              'nextCursor of the page before, with all other parameters unchanged.',
            schema: { type: 'string', minLength: 1, maxLength: 2000 },
          },
          {
            name: 'limit',
            in: 'query',
            schema: { type: 'integer', minimum: 1, maximum: 200, default: 50 },
          },
          {
            name: 'fields',
            in: 'query',
            description:
              'body adds the body of each record, which the search index needs.',
            schema: { type: 'string', enum: ['body'] },
          },
        ],
        responses: {
          '200': {
            description: 'One page',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/DecisionPage' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/records/{id}': {
      get: {
        operationId: 'GetDecision',
        summary:
          'One record with its body, its options and its chain both ways',
        parameters: [
          {
            name: 'id',
            in: 'path',
            required: true,
            schema: { $ref: '#/components/schemas/DecisionId' },
          },
        ],
        responses: {
          '200': {
            description: 'The record',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/Decision' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/entities/by-name/{kind}/{namespace}/{name}': {
      get: {
        operationId: 'GetEntityDecisions',
        summary:
          'What one entity has decided, what could not be read, and how fresh this is',
        parameters: [
          {
            name: 'kind',
            in: 'path',
            required: true,
            schema: { $ref: '#/components/schemas/NamePart' },
          },
          {
            name: 'namespace',
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
            description: 'Records, problems and the state of the source',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/EntityDecisions' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/problems': {
      get: {
        operationId: 'ListDecisionProblems',
        summary:
          'Records that could not be read, or that contradict one another',
        parameters: [
          {
            name: 'entityRef',
            in: 'query',
            allowReserved: true,
            schema: { $ref: '#/components/schemas/EntityRef' },
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
                schema: { $ref: '#/components/schemas/DecisionProblemPage' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/refresh': {
      post: {
        operationId: 'RefreshEntityDecisions',
        summary: 'Read the records of one entity again, now',
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: {
                type: 'object',
                additionalProperties: false,
                required: ['entityRef'],
                properties: {
                  entityRef: { $ref: '#/components/schemas/EntityRef' },
                },
              },
            },
          },
        },
        responses: {
          '200': {
            description:
              'What is known after reading; source.lastError says so if reading failed',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/EntityDecisions' },
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
      EntityRef: {
        type: 'string',
        minLength: 5,
        maxLength: 400,
        pattern: '^[^:/\\s]+:[^:/\\s]+/[^:/\\s]+$',
      },
      NamePart: { type: 'string', minLength: 1, maxLength: 253 },
      DecisionId: {
        type: 'string',
        description:
          'First 16 hex digits of the sha256 of entity ref and path; stable as long as the file keeps its place.',
        pattern: '^[0-9a-f]{16}$',
      },
      DecisionStatus: {
        type: 'string',
        enum: ['proposed', 'accepted', 'rejected', 'deprecated', 'superseded'],
      },
      DecisionLink: {
        type: 'object',
        additionalProperties: false,
        required: ['raw', 'id', 'number', 'title'],
        properties: {
          raw: {
            type: 'string',
            description: 'The reference as written in the record.',
          },
          id: {
            type: ['string', 'null'],
            description:
              'Record of the same entity that it means; null when there is none.',
          },
          number: { type: ['integer', 'null'] },
          title: { type: ['string', 'null'] },
        },
      },
      DecisionSummary: {
        type: 'object',
        additionalProperties: false,
        required: [
          'id',
          'entityRef',
          'path',
          'number',
          'title',
          'status',
          'statusText',
          'date',
          'deciders',
          'consulted',
          'informed',
          'supersedes',
          'supersededBy',
          'sourceUrl',
          'contentSha256',
          'revision',
          'recordedAt',
        ],
        properties: {
          id: { $ref: '#/components/schemas/DecisionId' },
          entityRef: { type: 'string' },
          path: {
            type: 'string',
            description:
              'Relative to the folder of the records, with forward slashes.',
          },
          number: { type: ['integer', 'null'] },
          title: { type: 'string' },
          status: { $ref: '#/components/schemas/DecisionStatus' },
          statusText: {
            type: 'string',
            description: 'The status as written in the record.',
          },
          date: { type: ['string', 'null'], format: 'date' },
          deciders: { type: 'array', items: { type: 'string' } },
          consulted: { type: 'array', items: { type: 'string' } },
          informed: { type: 'array', items: { type: 'string' } },
          supersedes: {
            type: 'array',
            items: { $ref: '#/components/schemas/DecisionLink' },
          },
          supersededBy: {
            type: 'array',
            items: { $ref: '#/components/schemas/DecisionLink' },
          },
          sourceUrl: {
            type: ['string', 'null'],
            description: 'Where a person can see the file.',
          },
          contentSha256: { type: 'string', pattern: '^[0-9a-f]{64}$' },
          revision: {
            type: ['string', 'null'],
            description:
              'Commit or ETag of the source in which the record was read.',
          },
          recordedAt: {
            type: 'string',
            format: 'date-time',
            description: 'When the portal first read this content.',
          },
          body: {
            type: 'string',
            description:
              'Markdown without front matter and without the title line. Only on request in lists.',
          },
        },
      },
      DecisionOption: {
        type: 'object',
        additionalProperties: false,
        required: ['title', 'outcome', 'details'],
        properties: {
          title: { type: 'string' },
          outcome: {
            type: 'string',
            enum: ['chosen', 'rejected', 'open'],
            description:
              'open while the record does not name the chosen option.',
          },
          details: {
            type: ['string', 'null'],
            description: 'Markdown',
            'for example pros and cons.': null,
          },
        },
      },
      DecisionChainItem: {
        type: 'object',
        additionalProperties: false,
        required: ['id', 'number', 'title', 'status', 'date', 'distance'],
        properties: {
          id: { $ref: '#/components/schemas/DecisionId' },
          number: { type: ['integer', 'null'] },
          title: { type: 'string' },
          status: { $ref: '#/components/schemas/DecisionStatus' },
          date: { type: ['string', 'null'] },
          distance: {
            type: 'integer',
            minimum: 1,
            description: 'Steps from the record that was asked for.',
          },
        },
      },
      DecisionChain: {
        type: 'object',
        additionalProperties: false,
        required: ['supersededBy', 'supersedes'],
        properties: {
          supersededBy: {
            type: 'array',
            description: 'Newer records, nearest first.',
            items: { $ref: '#/components/schemas/DecisionChainItem' },
          },
          supersedes: {
            type: 'array',
            description: 'Older records, nearest first.',
            items: { $ref: '#/components/schemas/DecisionChainItem' },
          },
        },
      },
      Decision: {
        type: 'object',
        additionalProperties: false,
        required: ['record', 'body', 'options', 'chain'],
        properties: {
          record: { $ref: '#/components/schemas/DecisionSummary' },
          body: {
            type: 'string',
            description:
              'Markdown without front matter and title line. Its relative links are resolved, those between records to /decisions/<id>.',
          },
          options: {
            type: 'array',
            items: { $ref: '#/components/schemas/DecisionOption' },
          },
          chain: { $ref: '#/components/schemas/DecisionChain' },
        },
      },
      DecisionPage: {
        type: 'object',
        additionalProperties: false,
        required: ['items', 'nextCursor'],
        properties: {
          items: {
            type: 'array',
            items: { $ref: '#/components/schemas/DecisionSummary' },
          },
          nextCursor: {
            type: ['string', 'null'],
            description:
              'null on the last page. A page may be shorter than limit before that.',
          },
        },
      },
      DecisionProblem: {
        type: 'object',
        additionalProperties: false,
        required: [
          'entityRef',
          'path',
          'code',
          'severity',
          'reason',
          'fix',
          'line',
          'sourceUrl',
        ],
        properties: {
          entityRef: { type: 'string' },
          path: { type: 'string' },
          code: { type: 'string' },
          severity: {
            type: 'string',
            enum: ['error', 'warning'],
            description: 'error means that the record is not listed.',
          },
          reason: { type: 'string' },
          fix: { type: 'string' },
          line: { type: ['integer', 'null'], minimum: 1 },
          sourceUrl: { type: ['string', 'null'] },
        },
      },
      DecisionProblemPage: {
        type: 'object',
        additionalProperties: false,
        required: ['items', 'nextCursor'],
        properties: {
          items: {
            type: 'array',
            items: { $ref: '#/components/schemas/DecisionProblem' },
          },
          nextCursor: { type: ['string', 'null'] },
        },
      },
      DecisionSource: {
        type: 'object',
        additionalProperties: false,
        required: [
          'entityRef',
          'location',
          'found',
          'revision',
          'lastReadAt',
          'lastSucceededAt',
          'lastError',
          'nextReadAt',
        ],
        properties: {
          entityRef: { type: 'string' },
          location: {
            type: ['string', 'null'],
            description:
              'Folder or URL that is read, for people; null when it could not be worked out.',
          },
          found: {
            type: 'boolean',
            description: 'Whether the folder is there.',
          },
          revision: { type: ['string', 'null'] },
          lastReadAt: { type: 'string', format: 'date-time' },
          lastSucceededAt: { type: ['string', 'null'], format: 'date-time' },
          lastError: { type: ['string', 'null'] },
          nextReadAt: { type: 'string', format: 'date-time' },
        },
      },
      EntityDecisions: {
        type: 'object',
        additionalProperties: false,
        required: ['entityRef', 'declared', 'source', 'records', 'problems'],
        properties: {
          entityRef: { type: 'string' },
          declared: {
            type: 'boolean',
            description:
              'Whether the entity says where its records are (companyos.io/adr-location or backstage.io/techdocs-ref).',
          },
          source: {
            anyOf: [
              { $ref: '#/components/schemas/DecisionSource' },
              { type: 'null' },
            ],
            description:
              'null until the entity has been read for the first time.',
          },
          records: {
            type: 'array',
            items: { $ref: '#/components/schemas/DecisionSummary' },
          },
          problems: {
            type: 'array',
            items: { $ref: '#/components/schemas/DecisionProblem' },
          },
        },
      },
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
    },
  },
} as const;
