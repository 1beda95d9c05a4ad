// Generated from plugins/intelgraph-backend/src/schema/openapi.yaml by
// `yarn workspace @companyos/plugin-intelgraph-backend generate`; edit that file instead.

/** The contract, for request validation and `GET /openapi.json`. */
export const spec = {
  openapi: '3.1.0',
  info: {
    title: 'IntelGraph',
    version: '1',
    description:
      'Facts about services with who said them, from which bytes, and when we knew. Facts are only ever added. Everything that is read is read at a watermark: the place in the log up to which things were known.',
    license: {
      name: 'Apache-2.0',
      url: 'https://www.apache.org/licenses/LICENSE-2.0.html',
    },
  },
  servers: [{ url: '/' }],
  paths: {
    '/events': {
      post: {
        operationId: 'IngestEvents',
        summary: 'Take one event, a batch, or a stream of events',
        description:
          'The content type says which: application/cloudevents+json is one structured event; application/json with ce- headers is one binary event, without them one bare CDEvent; application/cloudevents-batch+json is an array; application/x-ndjson is a stream of structured events, one a line, answered line by line. Each item has a result of its own; one bad item harms no other.',
        parameters: [
          {
            name: 'Idempotency-Key',
            in: 'header',
            description:
              'A key of the caller. The same key with the same body gets the first answer again; with another body it is refused. Not for streams, whose items are told apart by source and id.',
            schema: { type: 'string', minLength: 1, maxLength: 200 },
          },
        ],
        requestBody: {
          required: true,
          content: {
            'application/cloudevents+json': {
              schema: { $ref: '#/components/schemas/CloudEvent' },
            },
            'application/cloudevents-batch+json': {
              schema: {
                type: 'array',
                maxItems: 1000,
                items: { $ref: '#/components/schemas/CloudEvent' },
              },
            },
            'application/json': { schema: { type: 'object' } },
            'application/x-ndjson': { schema: { type: 'string' } },
          },
        },
        responses: {
          '200': {
            description: 'What became of each item, in the order they came',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/IngestResponse' },
              },
              'application/x-ndjson': {
                schema: { $ref: '#/components/schemas/IngestResult' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/adapters/openlineage': {
      post: {
        operationId: 'IngestOpenLineage',
        summary: 'Take OpenLineage run events, one or an array',
        parameters: [
          { $ref: '#/components/parameters/tenant' },
          { $ref: '#/components/parameters/environment' },
          { $ref: '#/components/parameters/region' },
        ],
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: {
                oneOf: [
                  { type: 'object' },
                  { type: 'array', maxItems: 1000, items: { type: 'object' } },
                ],
              },
            },
          },
        },
        responses: {
          '200': {
            description: 'What became of each run event',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/IngestResponse' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/adapters/stix': {
      post: {
        operationId: 'IngestStix',
        summary: 'Take a STIX 2.1 bundle',
        parameters: [
          {
            name: 'source',
            in: 'query',
            required: true,
            allowReserved: true,
            description: 'URI of who published the bundle.',
            schema: { type: 'string', minLength: 1, maxLength: 500 },
          },
          { $ref: '#/components/parameters/tenant' },
          { $ref: '#/components/parameters/environment' },
          { $ref: '#/components/parameters/region' },
        ],
        requestBody: {
          required: true,
          content: { 'application/json': { schema: { type: 'object' } } },
        },
        responses: {
          '200': {
            description: 'What became of each object',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/IngestResponse' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/operations/{id}': {
      get: {
        operationId: 'GetOperation',
        summary: 'One ingest operation, who did it and what it made',
        parameters: [
          { $ref: '#/components/parameters/id' },
          { $ref: '#/components/parameters/tenant' },
        ],
        responses: {
          '200': {
            description: 'The operation',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/Operation' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/timeline': {
      get: {
        operationId: 'GetTimeline',
        summary: 'Facts in the order in which things happened',
        parameters: [
          { $ref: '#/components/parameters/tenant' },
          { $ref: '#/components/parameters/entity' },
          { $ref: '#/components/parameters/depth' },
          { $ref: '#/components/parameters/from' },
          { $ref: '#/components/parameters/to' },
          { $ref: '#/components/parameters/asOf' },
          { $ref: '#/components/parameters/knownAt' },
          { $ref: '#/components/parameters/type' },
          { $ref: '#/components/parameters/lane' },
          { $ref: '#/components/parameters/source' },
          { $ref: '#/components/parameters/minConfidence' },
          { $ref: '#/components/parameters/environment' },
          { $ref: '#/components/parameters/region' },
          { $ref: '#/components/parameters/q' },
          { $ref: '#/components/parameters/conflictsOnly' },
          { $ref: '#/components/parameters/order' },
          { $ref: '#/components/parameters/limit' },
          { $ref: '#/components/parameters/cursor' },
        ],
        responses: {
          '200': {
            description:
              'One page. A narrow filter may give a short page that says how far it looked.',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/TimelinePage' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/timeline/export': {
      get: {
        operationId: 'ExportTimeline',
        summary: 'All facts that fit, as NDJSON',
        parameters: [
          { $ref: '#/components/parameters/tenant' },
          { $ref: '#/components/parameters/entity' },
          { $ref: '#/components/parameters/depth' },
          { $ref: '#/components/parameters/from' },
          { $ref: '#/components/parameters/to' },
          { $ref: '#/components/parameters/asOf' },
          { $ref: '#/components/parameters/knownAt' },
          { $ref: '#/components/parameters/type' },
          { $ref: '#/components/parameters/lane' },
          { $ref: '#/components/parameters/source' },
          { $ref: '#/components/parameters/minConfidence' },
          { $ref: '#/components/parameters/environment' },
          { $ref: '#/components/parameters/region' },
          { $ref: '#/components/parameters/q' },
          { $ref: '#/components/parameters/conflictsOnly' },
          { $ref: '#/components/parameters/order' },
        ],
        responses: {
          '200': {
            description: 'A fact a line, in the order of the timeline',
            content: {
              'application/x-ndjson': {
                schema: { $ref: '#/components/schemas/TimelineItem' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/timeline/histogram': {
      get: {
        operationId: 'GetHistogram',
        summary: 'How many facts of each lane there are over time',
        parameters: [
          { $ref: '#/components/parameters/tenant' },
          { $ref: '#/components/parameters/entity' },
          { $ref: '#/components/parameters/depth' },
          {
            name: 'from',
            in: 'query',
            required: true,
            allowReserved: true,
            schema: { $ref: '#/components/schemas/Time' },
          },
          {
            name: 'to',
            in: 'query',
            required: true,
            allowReserved: true,
            schema: { $ref: '#/components/schemas/Time' },
          },
          { $ref: '#/components/parameters/knownAt' },
          {
            name: 'buckets',
            in: 'query',
            schema: { type: 'integer', minimum: 1, maximum: 200, default: 60 },
          },
        ],
        responses: {
          '200': {
            description: 'Buckets of equal width, oldest first',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/Histogram' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/facts/{id}': {
      get: {
        operationId: 'GetFact',
        summary: 'One fact with all that is known about where it comes from',
        parameters: [
          { $ref: '#/components/parameters/factId' },
          { $ref: '#/components/parameters/tenant' },
          { $ref: '#/components/parameters/knownAt' },
        ],
        responses: {
          '200': {
            description: 'The fact',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/FactDetail' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/facts/{id}/verify': {
      get: {
        operationId: 'VerifyFact',
        summary:
          'Compute the digests of a fact again from the bytes that are kept',
        parameters: [
          { $ref: '#/components/parameters/factId' },
          { $ref: '#/components/parameters/tenant' },
        ],
        responses: {
          '200': {
            description: 'Each check and how it ended',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/Verification' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/facts/{id}/erase': {
      post: {
        operationId: 'EraseFact',
        summary:
          'Remove what a fact says, for privacy; its digest, times and provenance stay',
        parameters: [
          { $ref: '#/components/parameters/factId' },
          { $ref: '#/components/parameters/tenant' },
        ],
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: {
                type: 'object',
                additionalProperties: false,
                required: ['reason'],
                properties: {
                  reason: { type: 'string', minLength: 5, maxLength: 500 },
                },
              },
            },
          },
        },
        responses: {
          '200': {
            description: 'The fact without its body',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/FactDetail' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/feed': {
      get: {
        operationId: 'GetFeed',
        summary:
          'Facts in the order in which they became known, for those who follow',
        parameters: [
          { $ref: '#/components/parameters/tenant' },
          {
            name: 'after',
            in: 'query',
            description: 'Watermark of the page before; 0 for everything.',
            schema: { type: 'integer', minimum: 0, default: 0 },
          },
          { $ref: '#/components/parameters/type' },
          { $ref: '#/components/parameters/limit' },
        ],
        responses: {
          '200': {
            description: 'One page and the watermark to go on from',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/FeedPage' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/graph': {
      get: {
        operationId: 'GetGraph',
        summary: 'What an entity is related to',
        parameters: [
          { $ref: '#/components/parameters/tenant' },
          {
            name: 'entity',
            in: 'query',
            required: true,
            allowReserved: true,
            schema: { $ref: '#/components/schemas/EntityRef' },
          },
          {
            name: 'depth',
            in: 'query',
            schema: { type: 'integer', minimum: 1, maximum: 5, default: 2 },
          },
          {
            name: 'direction',
            in: 'query',
            schema: {
              type: 'string',
              enum: ['both', 'upstream', 'downstream'],
              default: 'both',
            },
          },
          {
            name: 'lineage',
            in: 'query',
            description: 'Only the relations along which data flows.',
            schema: { type: 'boolean', default: false },
          },
          { $ref: '#/components/parameters/asOf' },
          { $ref: '#/components/parameters/knownAt' },
        ],
        responses: {
          '200': {
            description:
              'Nodes and edges, with the policies that were applied on each edge',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/Graph' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/entities': {
      get: {
        operationId: 'ListEntities',
        summary: 'Entities that facts speak of',
        parameters: [
          { $ref: '#/components/parameters/tenant' },
          {
            name: 'q',
            in: 'query',
            allowReserved: true,
            description: 'Text that the reference contains.',
            schema: { type: 'string', minLength: 1, maxLength: 200 },
          },
          {
            name: 'kind',
            in: 'query',
            schema: { type: 'string', minLength: 1, maxLength: 63 },
          },
          { $ref: '#/components/parameters/limit' },
          { $ref: '#/components/parameters/cursor' },
        ],
        responses: {
          '200': {
            description: 'One page, by reference',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/EntityPage' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/sources': {
      get: {
        operationId: 'ListSources',
        summary: 'Everyone that facts came from, and how they are doing',
        parameters: [{ $ref: '#/components/parameters/tenant' }],
        responses: {
          '200': {
            description: 'All sources of the tenant',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/SourceList' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/sources/{id}/verify': {
      get: {
        operationId: 'VerifySource',
        summary: 'Walk the hash chain of a source from its start',
        parameters: [
          { $ref: '#/components/parameters/sourceId' },
          { $ref: '#/components/parameters/tenant' },
        ],
        responses: {
          '200': {
            description: 'Whether every link holds',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/Verification' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/sources/{id}/rejects': {
      get: {
        operationId: 'ListRejects',
        summary: 'What was refused of a source of late, and why',
        parameters: [
          { $ref: '#/components/parameters/sourceId' },
          { $ref: '#/components/parameters/tenant' },
          { $ref: '#/components/parameters/limit' },
        ],
        responses: {
          '200': {
            description: 'Newest first',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/RejectList' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/quarantine': {
      get: {
        operationId: 'ListQuarantine',
        summary: 'Events that wait because nobody knows how to read them',
        parameters: [
          { $ref: '#/components/parameters/tenant' },
          {
            name: 'status',
            in: 'query',
            schema: { $ref: '#/components/schemas/QuarantineStatus' },
          },
          {
            name: 'sourceId',
            in: 'query',
            schema: { type: 'integer', minimum: 1 },
          },
          { $ref: '#/components/parameters/limit' },
          { $ref: '#/components/parameters/cursor' },
        ],
        responses: {
          '200': {
            description: 'Newest first',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/QuarantinePage' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/quarantine/{id}/retry': {
      post: {
        operationId: 'RetryQuarantine',
        summary: 'Take a quarantined event again',
        parameters: [
          { $ref: '#/components/parameters/id' },
          { $ref: '#/components/parameters/tenant' },
        ],
        responses: {
          '200': {
            description: 'What became of it',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/QuarantineItem' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/quarantine/{id}/discard': {
      post: {
        operationId: 'DiscardQuarantine',
        summary: 'Decide that a quarantined event will not be taken',
        parameters: [
          { $ref: '#/components/parameters/id' },
          { $ref: '#/components/parameters/tenant' },
        ],
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: {
                type: 'object',
                additionalProperties: false,
                required: ['reason'],
                properties: {
                  reason: { type: 'string', minLength: 5, maxLength: 500 },
                },
              },
            },
          },
        },
        responses: {
          '200': {
            description: 'The event and who decided',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/QuarantineItem' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/schemas': {
      get: {
        operationId: 'ListSchemas',
        summary: 'Event types that are understood',
        responses: {
          '200': {
            description: 'Every version of every type',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/SchemaList' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
      post: {
        operationId: 'RegisterSchema',
        summary: 'Add a version of an event type',
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: {
                type: 'object',
                additionalProperties: false,
                required: ['type', 'version', 'schema'],
                properties: {
                  type: {
                    type: 'string',
                    description:
                      'Without the version, for example dev.cdeventsx.acme-job.finished.',
                    pattern: '^[a-z0-9-]+(\\.[a-z0-9-]+){2,}$',
                    maxLength: 150,
                  },
                  version: { $ref: '#/components/schemas/SemanticVersion' },
                  compatibility: { $ref: '#/components/schemas/Compatibility' },
                  schema: {
                    type: 'object',
                    additionalProperties: true,
                    description: 'JSON Schema 2020-12 of the data.',
                  },
                },
              },
            },
          },
        },
        responses: {
          '201': {
            description: 'The registered version',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/EventSchema' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/schemas/{type}/{version}': {
      get: {
        operationId: 'GetSchema',
        summary: 'One version of an event type with its JSON Schema',
        parameters: [
          {
            name: 'type',
            in: 'path',
            required: true,
            schema: { type: 'string', minLength: 1, maxLength: 150 },
          },
          {
            name: 'version',
            in: 'path',
            required: true,
            schema: { $ref: '#/components/schemas/SemanticVersion' },
          },
        ],
        responses: {
          '200': {
            description: 'The schema',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/EventSchemaDetail' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/incidents': {
      get: {
        operationId: 'ListIncidents',
        summary: 'Incidents, the newest first',
        parameters: [
          { $ref: '#/components/parameters/tenant' },
          {
            name: 'entity',
            in: 'query',
            allowReserved: true,
            description: 'Only incidents that concern this entity.',
            schema: { $ref: '#/components/schemas/EntityRef' },
          },
          {
            name: 'status',
            in: 'query',
            schema: { $ref: '#/components/schemas/IncidentStatus' },
          },
          { $ref: '#/components/parameters/limit' },
          { $ref: '#/components/parameters/cursor' },
        ],
        responses: {
          '200': {
            description: 'One page',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/IncidentPage' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/incidents/by-ref': {
      get: {
        operationId: 'GetIncident',
        summary: 'One incident, its facts, and what changed before it',
        parameters: [
          { $ref: '#/components/parameters/tenant' },
          {
            name: 'incident',
            in: 'query',
            required: true,
            allowReserved: true,
            schema: { $ref: '#/components/schemas/EntityRef' },
          },
          {
            name: 'windowHours',
            in: 'query',
            description: 'How far back changes are looked for.',
            schema: { type: 'integer', minimum: 1, maximum: 720, default: 24 },
          },
          { $ref: '#/components/parameters/knownAt' },
        ],
        responses: {
          '200': {
            description: 'The incident',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/IncidentDetail' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/incidents/acknowledge': {
      post: {
        operationId: 'AcknowledgeIncident',
        summary: 'Say that somebody looks after an incident',
        parameters: [{ $ref: '#/components/parameters/tenant' }],
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: {
                type: 'object',
                additionalProperties: false,
                required: ['incident'],
                properties: {
                  incident: { $ref: '#/components/schemas/EntityRef' },
                  note: { type: 'string', maxLength: 1000 },
                },
              },
            },
          },
        },
        responses: {
          '200': {
            description: 'The incident with the acknowledgement',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/IncidentDetail' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/tenants': {
      get: {
        operationId: 'ListTenants',
        summary: 'Tenants whose facts the caller may read',
        responses: {
          '200': {
            description: 'At least one, for everyone who is signed in',
            content: {
              'application/json': {
                schema: {
                  type: 'object',
                  additionalProperties: false,
                  required: ['items'],
                  properties: {
                    items: {
                      type: 'array',
                      items: {
                        type: 'object',
                        additionalProperties: false,
                        required: ['id', 'title'],
                        properties: {
                          id: { $ref: '#/components/schemas/Label' },
                          title: { type: 'string' },
                        },
                      },
                    },
                  },
                },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
  },
  components: {
    parameters: {
      tenant: {
        name: 'tenant',
        in: 'query',
        schema: { $ref: '#/components/schemas/Label' },
      },
      environment: {
        name: 'environment',
        in: 'query',
        schema: { $ref: '#/components/schemas/Label' },
      },
      region: {
        name: 'region',
        in: 'query',
        schema: { $ref: '#/components/schemas/Label' },
      },
      id: {
        name: 'id',
        in: 'path',
        required: true,
        schema: { type: 'string', minLength: 1, maxLength: 64 },
      },
      factId: {
        name: 'id',
        in: 'path',
        required: true,
        schema: { $ref: '#/components/schemas/Digest' },
      },
      sourceId: {
        name: 'id',
        in: 'path',
        required: true,
        schema: { type: 'integer', minimum: 1 },
      },
      entity: {
        name: 'entity',
        in: 'query',
        allowReserved: true,
        description: 'Only facts that speak of this entity.',
        schema: { $ref: '#/components/schemas/EntityRef' },
      },
      depth: {
        name: 'depth',
        in: 'query',
        description:
          'Also facts about entities that are related to it in so many steps.',
        schema: { type: 'integer', minimum: 0, maximum: 3, default: 0 },
      },
      from: {
        name: 'from',
        in: 'query',
        allowReserved: true,
        description: 'Nothing that happened before.',
        schema: { $ref: '#/components/schemas/Time' },
      },
      to: {
        name: 'to',
        in: 'query',
        allowReserved: true,
        description: 'Nothing that happened at this time or later.',
        schema: { $ref: '#/components/schemas/Time' },
      },
      asOf: {
        name: 'asOf',
        in: 'query',
        allowReserved: true,
        description: 'What was so at this time; nothing that happened later.',
        schema: { $ref: '#/components/schemas/Time' },
      },
      knownAt: {
        name: 'knownAt',
        in: 'query',
        allowReserved: true,
        description:
          'What was known at this time; nothing that was recorded later.',
        schema: { $ref: '#/components/schemas/Time' },
      },
      type: {
        name: 'type',
        in: 'query',
        allowReserved: true,
        description:
          'Event types without version; a trailing .* takes everything below. Any of them.',
        schema: {
          type: 'array',
          maxItems: 20,
          items: { type: 'string', minLength: 1, maxLength: 150 },
        },
      },
      lane: {
        name: 'lane',
        in: 'query',
        description: 'Lanes of the timeline. Any of them.',
        schema: {
          type: 'array',
          maxItems: 20,
          items: { $ref: '#/components/schemas/Lane' },
        },
      },
      source: {
        name: 'source',
        in: 'query',
        allowReserved: true,
        description: 'URIs of sources. Any of them.',
        schema: {
          type: 'array',
          maxItems: 20,
          items: { type: 'string', minLength: 1, maxLength: 500 },
        },
      },
      minConfidence: {
        name: 'minConfidence',
        in: 'query',
        description:
          'Only facts that at least one source states with this confidence, in percent.',
        schema: { type: 'integer', minimum: 0, maximum: 100 },
      },
      q: {
        name: 'q',
        in: 'query',
        allowReserved: true,
        description: 'Text that the summary contains; case does not matter.',
        schema: { type: 'string', minLength: 1, maxLength: 200 },
      },
      conflictsOnly: {
        name: 'conflictsOnly',
        in: 'query',
        description: 'Only facts that another source contradicts.',
        schema: { type: 'boolean', default: false },
      },
      order: {
        name: 'order',
        in: 'query',
        schema: { type: 'string', enum: ['asc', 'desc'], default: 'desc' },
      },
      limit: {
        name: 'limit',
        in: 'query',
        schema: { type: 'integer', minimum: 1, maximum: 200, default: 50 },
      },
      cursor: {
        name: 'cursor',
        in: 'query',
        description:
          'endCursor of the page before, with all other parameters unchanged.',
        schema: { type: 'string', minLength: 1, maxLength: 2000 },
      },
    },
    schemas: {
      Time: {
        type: 'string',
        description: 'RFC 3339, with at most six digits of a second.',
        pattern:
          '^\\d{4}-\\d{2}-\\d{2}[Tt]\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,9})?([Zz]|[+-]\\d{2}:\\d{2})$',
        maxLength: 40,
      },
      Digest: { type: 'string', pattern: '^sha256:[0-9a-f]{64}$' },
      Label: {
        type: 'string',
        pattern: '^[a-z0-9]([a-z0-9._-]{0,61}[a-z0-9])?$',
      },
      EntityRef: {
        type: 'string',
        description:
          'kind:namespace/name. Catalog entities by their entity ref; others have kinds of their own.',
        pattern: '^[a-z0-9][a-z0-9.-]{0,62}:[a-z0-9][a-z0-9._-]{0,62}/\\S+$',
        maxLength: 500,
      },
      SemanticVersion: {
        type: 'string',
        pattern: '^\\d{1,6}\\.\\d{1,6}\\.\\d{1,6}(-[0-9A-Za-z.-]{1,40})?$',
      },
      Lane: {
        type: 'string',
        enum: [
          'change',
          'build',
          'artifact',
          'deploy',
          'test',
          'incident',
          'decision',
          'policy',
          'docs',
          'catalog',
          'data',
          'threat',
          'audit',
          'other',
        ],
      },
      Classification: {
        type: 'string',
        enum: ['public', 'internal', 'confidential', 'restricted', 'pii'],
      },
      Compatibility: {
        type: 'string',
        description:
          'What a new version inside a major must keep to, with every version before it.',
        enum: [
          'full-transitive',
          'backward-transitive',
          'forward-transitive',
          'none',
        ],
      },
      CloudEvent: {
        type: 'object',
        description:
          'CloudEvents 1.0. Extensions that are understood: tenant, environment, region, dataclassification, confidence (percent), entityref, ordinal (place among facts of one time), claimversion, validto, recordedtime, senttime, sequence, correlationid, causationid.',
        required: ['specversion', 'id', 'source', 'type'],
        properties: {
          specversion: { type: 'string', const: '1.0' },
          id: { type: 'string', minLength: 1, maxLength: 256 },
          source: { type: 'string', minLength: 1, maxLength: 500 },
          type: { type: 'string', minLength: 1, maxLength: 200 },
          subject: { type: 'string', minLength: 1, maxLength: 500 },
          time: { $ref: '#/components/schemas/Time' },
          datacontenttype: { type: 'string' },
          dataschema: { type: 'string' },
          data: {},
        },
      },
      IngestStatus: {
        type: 'string',
        enum: [
          'created',
          'duplicate',
          'corroborated',
          'conflict',
          'quarantined',
          'rejected',
        ],
      },
      IngestResult: {
        type: 'object',
        additionalProperties: false,
        required: ['index', 'status'],
        properties: {
          index: { type: 'integer', minimum: 0 },
          status: { $ref: '#/components/schemas/IngestStatus' },
          id: { type: 'string', description: 'Id of the delivery.' },
          source: { type: 'string' },
          factId: { $ref: '#/components/schemas/Digest' },
          conflictsWith: {
            type: 'array',
            items: { $ref: '#/components/schemas/Digest' },
          },
          quarantineId: { type: 'string' },
          pointer: {
            type: 'string',
            description: 'JSON pointer to what is wrong.',
          },
          reason: { type: 'string' },
        },
      },
      IngestCounts: {
        type: 'object',
        additionalProperties: false,
        required: [
          'created',
          'duplicate',
          'corroborated',
          'conflict',
          'quarantined',
          'rejected',
        ],
        properties: {
          created: { type: 'integer' },
          duplicate: { type: 'integer' },
          corroborated: { type: 'integer' },
          conflict: { type: 'integer' },
          quarantined: { type: 'integer' },
          rejected: { type: 'integer' },
        },
      },
      IngestResponse: {
        type: 'object',
        additionalProperties: false,
        required: ['operationId', 'counts', 'results'],
        properties: {
          operationId: { type: 'string' },
          counts: { $ref: '#/components/schemas/IngestCounts' },
          results: {
            type: 'array',
            items: { $ref: '#/components/schemas/IngestResult' },
          },
        },
      },
      Operation: {
        type: 'object',
        additionalProperties: false,
        required: [
          'id',
          'tenant',
          'principal',
          'startedAt',
          'via',
          'counts',
          'firstSeq',
          'lastSeq',
        ],
        properties: {
          id: { type: 'string' },
          tenant: { $ref: '#/components/schemas/Label' },
          principal: { type: 'string' },
          via: { type: 'string' },
          startedAt: { $ref: '#/components/schemas/Time' },
          counts: { $ref: '#/components/schemas/IngestCounts' },
          firstSeq: { type: ['integer', 'null'] },
          lastSeq: { type: ['integer', 'null'] },
        },
      },
      Provenance: {
        type: 'object',
        additionalProperties: false,
        description: 'One delivery of a fact.',
        required: ['source', 'deliveryId', 'recordedAt', 'confidence'],
        properties: {
          source: { type: 'string' },
          deliveryId: { type: 'string' },
          recordedAt: { $ref: '#/components/schemas/Time' },
          confidence: { type: 'integer', minimum: 0, maximum: 100 },
        },
      },
      Conflict: {
        type: 'object',
        additionalProperties: false,
        description:
          'Another fact that claims to be the same version of the same entity and says otherwise.',
        required: ['factId', 'summary', 'sources'],
        properties: {
          factId: { $ref: '#/components/schemas/Digest' },
          summary: { type: 'string' },
          sources: { type: 'array', items: { type: 'string' } },
        },
      },
      Mention: {
        type: 'object',
        additionalProperties: false,
        required: ['entity', 'role'],
        properties: {
          entity: { $ref: '#/components/schemas/EntityRef' },
          role: { type: 'string' },
        },
      },
      TimelineItem: {
        type: 'object',
        additionalProperties: false,
        required: [
          'id',
          'type',
          'lane',
          'entity',
          'mentions',
          'summary',
          'occurredAt',
          'recordedAt',
          'environment',
          'region',
          'classification',
          'confidence',
          'provenance',
          'conflictsWith',
          'erased',
        ],
        properties: {
          id: { $ref: '#/components/schemas/Digest' },
          type: {
            type: 'string',
            description: 'Event type without its version.',
          },
          lane: { $ref: '#/components/schemas/Lane' },
          entity: { $ref: '#/components/schemas/EntityRef' },
          mentions: {
            type: 'array',
            items: { $ref: '#/components/schemas/Mention' },
          },
          summary: { type: 'string' },
          occurredAt: { $ref: '#/components/schemas/Time' },
          validTo: { $ref: '#/components/schemas/Time' },
          recordedAt: { $ref: '#/components/schemas/Time' },
          environment: { $ref: '#/components/schemas/Label' },
          region: { $ref: '#/components/schemas/Label' },
          classification: { $ref: '#/components/schemas/Classification' },
          confidence: {
            type: 'integer',
            minimum: 0,
            maximum: 100,
            description: 'The highest of its sources.',
          },
          provenance: {
            type: 'array',
            items: { $ref: '#/components/schemas/Provenance' },
          },
          conflictsWith: {
            type: 'array',
            items: { $ref: '#/components/schemas/Digest' },
          },
          erased: { type: 'boolean' },
        },
      },
      PageInfo: {
        type: 'object',
        additionalProperties: false,
        required: ['hasNextPage', 'endCursor'],
        properties: {
          hasNextPage: { type: 'boolean' },
          endCursor: { type: ['string', 'null'] },
        },
      },
      TimelinePage: {
        type: 'object',
        additionalProperties: false,
        required: ['items', 'pageInfo', 'watermark', 'knownAt'],
        properties: {
          items: {
            type: 'array',
            items: { $ref: '#/components/schemas/TimelineItem' },
          },
          pageInfo: { $ref: '#/components/schemas/PageInfo' },
          watermark: {
            type: 'integer',
            description:
              'Place in the log that all pages of this list are read at.',
          },
          knownAt: { $ref: '#/components/schemas/Time' },
          searchedTo: {
            description:
              'Where a narrow filter stopped looking before the page was full; the next page goes on there.',
            $ref: '#/components/schemas/Time',
          },
        },
      },
      Histogram: {
        type: 'object',
        additionalProperties: false,
        required: ['from', 'to', 'bucketSeconds', 'buckets', 'watermark'],
        properties: {
          from: { $ref: '#/components/schemas/Time' },
          to: { $ref: '#/components/schemas/Time' },
          bucketSeconds: { type: 'number' },
          watermark: { type: 'integer' },
          buckets: {
            type: 'array',
            items: {
              type: 'object',
              additionalProperties: false,
              required: ['from', 'counts'],
              properties: {
                from: { $ref: '#/components/schemas/Time' },
                counts: {
                  type: 'object',
                  additionalProperties: { type: 'integer' },
                },
              },
            },
          },
        },
      },
      ProvenanceDetail: {
        type: 'object',
        additionalProperties: false,
        required: [
          'source',
          'sourceId',
          'deliveryId',
          'recordedAt',
          'confidence',
          'agent',
          'operationId',
          'bytesDigest',
          'chainIndex',
          'chainDigest',
        ],
        properties: {
          source: { type: 'string' },
          sourceId: { type: 'integer' },
          deliveryId: { type: 'string' },
          sequence: { type: 'string' },
          recordedAt: { $ref: '#/components/schemas/Time' },
          statedRecordedAt: { $ref: '#/components/schemas/Time' },
          clockSkewMs: {
            type: 'integer',
            description: 'Clock of the sender minus ours; noted',
            'never used.': null,
          },
          confidence: { type: 'integer' },
          agent: {
            type: 'string',
            description: 'Principal that delivered it.',
          },
          operationId: { type: 'string' },
          bytesDigest: { $ref: '#/components/schemas/Digest' },
          chainIndex: { type: 'integer' },
          chainDigest: { $ref: '#/components/schemas/Digest' },
          event: {
            description:
              'The event as it was delivered; missing when erased or not allowed.',
          },
        },
      },
      Edge: {
        type: 'object',
        additionalProperties: false,
        required: [
          'from',
          'to',
          'type',
          'factId',
          'confidence',
          'validFrom',
          'policies',
        ],
        properties: {
          from: { $ref: '#/components/schemas/EntityRef' },
          to: { $ref: '#/components/schemas/EntityRef' },
          type: { type: 'string' },
          factId: { $ref: '#/components/schemas/Digest' },
          confidence: { type: 'integer' },
          validFrom: { $ref: '#/components/schemas/Time' },
          policies: {
            type: 'array',
            items: { $ref: '#/components/schemas/EdgePolicy' },
          },
        },
      },
      EdgePolicy: {
        type: 'object',
        additionalProperties: false,
        required: ['id'],
        properties: {
          id: { type: 'string', maxLength: 200 },
          decision: {
            type: 'string',
            enum: ['allow', 'deny', 'redact', 'not-evaluated'],
          },
          reason: { type: 'string', maxLength: 500 },
          bundle: {
            type: 'string',
            maxLength: 200,
            description: 'Digest of the policy bundle.',
          },
        },
      },
      Graph: {
        type: 'object',
        additionalProperties: false,
        required: ['root', 'nodes', 'edges', 'truncated', 'watermark'],
        properties: {
          root: { $ref: '#/components/schemas/EntityRef' },
          nodes: {
            type: 'array',
            items: {
              type: 'object',
              additionalProperties: false,
              required: ['entity', 'distance'],
              properties: {
                entity: { $ref: '#/components/schemas/EntityRef' },
                distance: { type: 'integer' },
              },
            },
          },
          edges: {
            type: 'array',
            items: { $ref: '#/components/schemas/Edge' },
          },
          truncated: { type: 'boolean' },
          watermark: { type: 'integer' },
        },
      },
      FactDetail: {
        type: 'object',
        additionalProperties: false,
        required: [
          'fact',
          'schemaVersion',
          'profile',
          'provenance',
          'conflicts',
          'relations',
          'body',
        ],
        properties: {
          fact: { $ref: '#/components/schemas/TimelineItem' },
          schemaVersion: { $ref: '#/components/schemas/SemanticVersion' },
          profile: {
            type: 'string',
            description:
              'Normalisation profile under which the digest was computed.',
          },
          claim: {
            type: 'object',
            additionalProperties: false,
            required: ['entity', 'version'],
            properties: {
              entity: { type: 'string' },
              version: { type: 'string' },
            },
          },
          provenance: {
            type: 'array',
            items: { $ref: '#/components/schemas/ProvenanceDetail' },
          },
          conflicts: {
            type: 'array',
            items: { $ref: '#/components/schemas/Conflict' },
          },
          relations: {
            type: 'array',
            items: { $ref: '#/components/schemas/Edge' },
          },
          body: {
            type: 'object',
            additionalProperties: false,
            required: ['status'],
            properties: {
              status: {
                type: 'string',
                enum: ['available', 'erased', 'denied'],
              },
              content: { description: 'What was digested, as canonical JSON.' },
              reason: { type: 'string' },
              erasedAt: { $ref: '#/components/schemas/Time' },
              erasedBy: { type: 'string' },
            },
          },
        },
      },
      FeedPage: {
        type: 'object',
        additionalProperties: false,
        required: ['items', 'watermark', 'hasMore'],
        properties: {
          items: {
            type: 'array',
            items: {
              type: 'object',
              additionalProperties: false,
              required: ['seq', 'fact', 'content'],
              properties: {
                seq: { type: 'integer' },
                fact: { $ref: '#/components/schemas/TimelineItem' },
                content: {
                  description:
                    'What the fact says; null when it was erased or is not for the caller.',
                },
              },
            },
          },
          watermark: { type: 'integer' },
          hasMore: { type: 'boolean' },
        },
      },
      Verification: {
        type: 'object',
        additionalProperties: false,
        required: ['holds', 'checked', 'checks'],
        properties: {
          holds: { type: 'boolean' },
          checked: {
            type: 'integer',
            description: 'How many digests were computed.',
          },
          checks: {
            type: 'array',
            items: {
              type: 'object',
              additionalProperties: false,
              required: ['name', 'status', 'detail'],
              properties: {
                name: { type: 'string' },
                status: {
                  type: 'string',
                  enum: ['holds', 'broken', 'not-checkable'],
                },
                detail: { type: 'string' },
              },
            },
          },
        },
      },
      EntityPage: {
        type: 'object',
        additionalProperties: false,
        required: ['items', 'pageInfo'],
        properties: {
          items: {
            type: 'array',
            items: {
              type: 'object',
              additionalProperties: false,
              required: ['entity', 'kind', 'firstRecordedAt'],
              properties: {
                entity: { $ref: '#/components/schemas/EntityRef' },
                kind: { type: 'string' },
                firstRecordedAt: { $ref: '#/components/schemas/Time' },
              },
            },
          },
          pageInfo: { $ref: '#/components/schemas/PageInfo' },
        },
      },
      Source: {
        type: 'object',
        additionalProperties: false,
        required: [
          'id',
          'source',
          'status',
          'statusReason',
          'firstSeenAt',
          'lastSeenAt',
          'deliveries',
          'facts',
          'corroborated',
          'conflicts',
          'rejected',
          'quarantined',
          'lagSeconds',
          'chainLength',
          'chainDigest',
        ],
        properties: {
          id: { type: 'integer' },
          source: { type: 'string' },
          status: { type: 'string', enum: ['healthy', 'silent', 'failing'] },
          statusReason: { type: 'string' },
          firstSeenAt: { $ref: '#/components/schemas/Time' },
          lastSeenAt: { $ref: '#/components/schemas/Time' },
          lastOccurredAt: { $ref: '#/components/schemas/Time' },
          deliveries: {
            type: 'integer',
            description: 'Deliveries that are on record.',
          },
          facts: {
            type: 'integer',
            description: 'Facts it was the first to state.',
          },
          corroborated: {
            type: 'integer',
            description: 'Facts it stated after another source.',
          },
          conflicts: { type: 'integer' },
          rejected: { type: 'integer' },
          quarantined: { type: 'integer', description: 'Events that wait.' },
          lagSeconds: {
            type: ['number', 'null'],
            description: 'From happening to recording, of the last delivery.',
          },
          chainLength: { type: 'integer' },
          chainDigest: { type: ['string', 'null'] },
        },
      },
      SourceList: {
        type: 'object',
        additionalProperties: false,
        required: ['items'],
        properties: {
          items: {
            type: 'array',
            items: { $ref: '#/components/schemas/Source' },
          },
        },
      },
      RejectList: {
        type: 'object',
        additionalProperties: false,
        required: ['items'],
        properties: {
          items: {
            type: 'array',
            items: {
              type: 'object',
              additionalProperties: false,
              required: ['at', 'reason'],
              properties: {
                at: { $ref: '#/components/schemas/Time' },
                deliveryId: { type: 'string' },
                type: { type: 'string' },
                pointer: { type: 'string' },
                reason: { type: 'string' },
                operationId: { type: 'string' },
              },
            },
          },
        },
      },
      QuarantineStatus: {
        type: 'string',
        enum: ['waiting', 'taken', 'discarded'],
      },
      QuarantineItem: {
        type: 'object',
        additionalProperties: false,
        required: [
          'id',
          'source',
          'sourceId',
          'deliveryId',
          'type',
          'code',
          'reason',
          'receivedAt',
          'status',
          'attempts',
        ],
        properties: {
          id: { type: 'string' },
          source: { type: 'string' },
          sourceId: { type: 'integer' },
          deliveryId: { type: 'string' },
          type: { type: 'string' },
          code: {
            type: 'string',
            enum: [
              'unknown-type',
              'unknown-major',
              'unreadable-version',
              'delivery-reused',
            ],
          },
          reason: { type: 'string' },
          receivedAt: { $ref: '#/components/schemas/Time' },
          status: { $ref: '#/components/schemas/QuarantineStatus' },
          attempts: { type: 'integer' },
          decidedAt: { $ref: '#/components/schemas/Time' },
          decidedBy: { type: 'string' },
          decision: { type: 'string' },
          event: {},
        },
      },
      QuarantinePage: {
        type: 'object',
        additionalProperties: false,
        required: ['items', 'pageInfo'],
        properties: {
          items: {
            type: 'array',
            items: { $ref: '#/components/schemas/QuarantineItem' },
          },
          pageInfo: { $ref: '#/components/schemas/PageInfo' },
        },
      },
      EventSchema: {
        type: 'object',
        additionalProperties: false,
        required: ['type', 'version', 'lane', 'compatibility', 'origin'],
        properties: {
          type: { type: 'string' },
          version: { $ref: '#/components/schemas/SemanticVersion' },
          lane: { $ref: '#/components/schemas/Lane' },
          compatibility: { $ref: '#/components/schemas/Compatibility' },
          origin: { type: 'string', enum: ['built-in', 'registered'] },
          registeredBy: { type: 'string' },
          registeredAt: { $ref: '#/components/schemas/Time' },
        },
      },
      EventSchemaDetail: {
        type: 'object',
        additionalProperties: false,
        required: [
          'type',
          'version',
          'lane',
          'compatibility',
          'origin',
          'schema',
        ],
        properties: {
          type: { type: 'string' },
          version: { $ref: '#/components/schemas/SemanticVersion' },
          lane: { $ref: '#/components/schemas/Lane' },
          compatibility: { $ref: '#/components/schemas/Compatibility' },
          origin: { type: 'string', enum: ['built-in', 'registered'] },
          registeredBy: { type: 'string' },
          registeredAt: { $ref: '#/components/schemas/Time' },
          schema: { type: 'object', additionalProperties: true },
        },
      },
      SchemaList: {
        type: 'object',
        additionalProperties: false,
        required: ['items'],
        properties: {
          items: {
            type: 'array',
            items: { $ref: '#/components/schemas/EventSchema' },
          },
        },
      },
      IncidentStatus: {
        type: 'string',
        enum: ['open', 'acknowledged', 'resolved'],
      },
      Incident: {
        type: 'object',
        additionalProperties: false,
        required: ['incident', 'status', 'summary', 'startedAt', 'entities'],
        properties: {
          incident: { $ref: '#/components/schemas/EntityRef' },
          status: { $ref: '#/components/schemas/IncidentStatus' },
          summary: { type: 'string' },
          severity: { type: 'string' },
          environment: { $ref: '#/components/schemas/Label' },
          startedAt: { $ref: '#/components/schemas/Time' },
          acknowledgedAt: { $ref: '#/components/schemas/Time' },
          acknowledgedBy: { type: 'string' },
          resolvedAt: { $ref: '#/components/schemas/Time' },
          entities: {
            type: 'array',
            items: { $ref: '#/components/schemas/EntityRef' },
          },
          ticketUrl: { type: 'string' },
        },
      },
      IncidentPage: {
        type: 'object',
        additionalProperties: false,
        required: ['items', 'pageInfo'],
        properties: {
          items: {
            type: 'array',
            items: { $ref: '#/components/schemas/Incident' },
          },
          pageInfo: { $ref: '#/components/schemas/PageInfo' },
        },
      },
      RankedChange: {
        type: 'object',
        additionalProperties: false,
        required: ['fact', 'score', 'reasons', 'minutesBefore', 'distance'],
        properties: {
          fact: { $ref: '#/components/schemas/TimelineItem' },
          score: { type: 'number', minimum: 0, maximum: 1 },
          reasons: { type: 'array', items: { type: 'string' } },
          minutesBefore: { type: 'number' },
          distance: {
            type: 'integer',
            description: 'Steps from what the incident concerns.',
          },
        },
      },
      IncidentDetail: {
        type: 'object',
        additionalProperties: false,
        required: [
          'incident',
          'facts',
          'changesBefore',
          'windowHours',
          'watermark',
        ],
        properties: {
          incident: { $ref: '#/components/schemas/Incident' },
          facts: {
            type: 'array',
            items: { $ref: '#/components/schemas/TimelineItem' },
          },
          changesBefore: {
            type: 'array',
            items: { $ref: '#/components/schemas/RankedChange' },
          },
          windowHours: { type: 'integer' },
          watermark: { type: 'integer' },
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
    responses: {
      Error: {
        description: 'What went wrong, and why',
        content: {
          'application/json': {
            schema: { $ref: '#/components/schemas/Error' },
          },
        },
      },
    },
  },
} as const;
