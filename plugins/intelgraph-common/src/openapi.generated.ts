// Generated from plugins/intelgraph-backend/src/schema/openapi.yaml by
// `yarn workspace @companyos/plugin-intelgraph-backend generate`; edit that file instead.

export interface paths {
  '/events': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Take one event, a batch, or a stream of events
     * @description The content type says which: application/cloudevents+json is one structured event; application/json with ce- headers is one binary event, without them one bare CDEvent; application/cloudevents-batch+json is an array; application/x-ndjson is a stream of structured events, one a line, answered line by line. Each item has a result of its own; one bad item harms no other.
     */
    post: operations['IngestEvents'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/adapters/openlineage': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Take OpenLineage run events, one or an array */
    post: operations['IngestOpenLineage'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/adapters/stix': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Take a STIX 2.1 bundle */
    post: operations['IngestStix'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/operations/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** One ingest operation, who did it and what it made */
    get: operations['GetOperation'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/timeline': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Facts in the order in which things happened */
    get: operations['GetTimeline'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/timeline/export': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** All facts that fit, as NDJSON */
    get: operations['ExportTimeline'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/timeline/histogram': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** How many facts of each lane there are over time */
    get: operations['GetHistogram'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/facts/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** One fact with all that is known about where it comes from */
    get: operations['GetFact'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/facts/{id}/verify': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Compute the digests of a fact again from the bytes that are kept */
    get: operations['VerifyFact'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/facts/{id}/erase': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Remove what a fact says, for privacy; its digest, times and provenance stay */
    post: operations['EraseFact'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/feed': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Facts in the order in which they became known, for those who follow */
    get: operations['GetFeed'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/graph': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** What an entity is related to */
    get: operations['GetGraph'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/entities': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Entities that facts speak of */
    get: operations['ListEntities'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/sources': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Everyone that facts came from, and how they are doing */
    get: operations['ListSources'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/sources/{id}/verify': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Walk the hash chain of a source from its start */
    get: operations['VerifySource'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/sources/{id}/rejects': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** What was refused of a source of late, and why */
    get: operations['ListRejects'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/quarantine': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Events that wait because nobody knows how to read them */
    get: operations['ListQuarantine'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/quarantine/{id}/retry': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Take a quarantined event again */
    post: operations['RetryQuarantine'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/quarantine/{id}/discard': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Decide that a quarantined event will not be taken */
    post: operations['DiscardQuarantine'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/schemas': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Event types that are understood */
    get: operations['ListSchemas'];
    put?: never;
    /** Add a version of an event type */
    post: operations['RegisterSchema'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/schemas/{type}/{version}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** One version of an event type with its JSON Schema */
    get: operations['GetSchema'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/incidents': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Incidents, the newest first */
    get: operations['ListIncidents'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/incidents/by-ref': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** One incident, its facts, and what changed before it */
    get: operations['GetIncident'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/incidents/acknowledge': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Say that somebody looks after an incident */
    post: operations['AcknowledgeIncident'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/tenants': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Tenants whose facts the caller may read */
    get: operations['ListTenants'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
}
export type webhooks = Record<string, never>;
export interface components {
  schemas: {
    /** @description RFC 3339, with at most six digits of a second. */
    Time: string;
    Digest: string;
    Label: string;
    /** @description kind:namespace/name. Catalog entities by their entity ref; others have kinds of their own. */
    EntityRef: string;
    SemanticVersion: string;
    /** @enum {string} */
    Lane:
      | 'change'
      | 'build'
      | 'artifact'
      | 'deploy'
      | 'test'
      | 'incident'
      | 'decision'
      | 'policy'
      | 'docs'
      | 'catalog'
      | 'data'
      | 'threat'
      | 'audit'
      | 'other';
    /** @enum {string} */
    Classification:
      | 'public'
      | 'internal'
      | 'confidential'
      | 'restricted'
      | 'pii';
    /**
     * @description What a new version inside a major must keep to, with every version before it.
     * @enum {string}
     */
    Compatibility:
      | 'full-transitive'
      | 'backward-transitive'
      | 'forward-transitive'
      | 'none';
    /** @description CloudEvents 1.0. Extensions that are understood: tenant, environment, region, dataclassification, confidence (percent), entityref, ordinal (place among facts of one time), claimversion, validto, recordedtime, senttime, sequence, correlationid, causationid. */
    CloudEvent: {
      /** @constant */
      specversion: '1.0';
      id: string;
      source: string;
      type: string;
      subject?: string;
      time?: components['schemas']['Time'];
      datacontenttype?: string;
      dataschema?: string;
      data?: unknown;
    };
    /** @enum {string} */
    IngestStatus:
      | 'created'
      | 'duplicate'
      | 'corroborated'
      | 'conflict'
      | 'quarantined'
      | 'rejected';
    IngestResult: {
      index: number;
      status: components['schemas']['IngestStatus'];
      /** @description Id of the delivery. */
      id?: string;
      source?: string;
      factId?: components['schemas']['Digest'];
      conflictsWith?: components['schemas']['Digest'][];
      quarantineId?: string;
      /** @description JSON pointer to what is wrong. */
      pointer?: string;
      reason?: string;
    };
    IngestCounts: {
      created: number;
      duplicate: number;
      corroborated: number;
      conflict: number;
      quarantined: number;
      rejected: number;
    };
    IngestResponse: {
      operationId: string;
      counts: components['schemas']['IngestCounts'];
      results: components['schemas']['IngestResult'][];
    };
    Operation: {
      id: string;
      tenant: components['schemas']['Label'];
      principal: string;
      via: string;
      startedAt: components['schemas']['Time'];
      counts: components['schemas']['IngestCounts'];
      firstSeq: number | null;
      lastSeq: number | null;
    };
    /** @description One delivery of a fact. */
    Provenance: {
      source: string;
      deliveryId: string;
      recordedAt: components['schemas']['Time'];
      confidence: number;
    };
    /** @description Another fact that claims to be the same version of the same entity and says otherwise. */
    Conflict: {
      factId: components['schemas']['Digest'];
      summary: string;
      sources: string[];
    };
    Mention: {
      entity: components['schemas']['EntityRef'];
      role: string;
    };
    TimelineItem: {
      id: components['schemas']['Digest'];
      /** @description Event type without its version. */
      type: string;
      lane: components['schemas']['Lane'];
      entity: components['schemas']['EntityRef'];
      mentions: components['schemas']['Mention'][];
      summary: string;
      occurredAt: components['schemas']['Time'];
      validTo?: components['schemas']['Time'];
      recordedAt: components['schemas']['Time'];
      environment: components['schemas']['Label'];
      region: components['schemas']['Label'];
      classification: components['schemas']['Classification'];
      /** @description The highest of its sources. */
      confidence: number;
      provenance: components['schemas']['Provenance'][];
      conflictsWith: components['schemas']['Digest'][];
      erased: boolean;
    };
    PageInfo: {
      hasNextPage: boolean;
      endCursor: string | null;
    };
    TimelinePage: {
      items: components['schemas']['TimelineItem'][];
      pageInfo: components['schemas']['PageInfo'];
      /** @description Place in the log that all pages of this list are read at. */
      watermark: number;
      knownAt: components['schemas']['Time'];
      /** @description Where a narrow filter stopped looking before the page was full; the next page goes on there. */
      searchedTo?: components['schemas']['Time'];
    };
    Histogram: {
      from: components['schemas']['Time'];
      to: components['schemas']['Time'];
      bucketSeconds: number;
      watermark: number;
      buckets: {
        from: components['schemas']['Time'];
        counts: {
          [key: string]: number;
        };
      }[];
    };
    ProvenanceDetail: {
      source: string;
      sourceId: number;
      deliveryId: string;
      sequence?: string;
      recordedAt: components['schemas']['Time'];
      statedRecordedAt?: components['schemas']['Time'];
      /** @description Clock of the sender minus ours; noted */
      clockSkewMs?: number;
      confidence: number;
      /** @description Principal that delivered it. */
      agent: string;
      operationId: string;
      bytesDigest: components['schemas']['Digest'];
      chainIndex: number;
      chainDigest: components['schemas']['Digest'];
      /** @description The event as it was delivered; missing when erased or not allowed. */
      event?: unknown;
    };
    Edge: {
      from: components['schemas']['EntityRef'];
      to: components['schemas']['EntityRef'];
      type: string;
      factId: components['schemas']['Digest'];
      confidence: number;
      validFrom: components['schemas']['Time'];
      policies: components['schemas']['EdgePolicy'][];
    };
    EdgePolicy: {
      id: string;
      /** @enum {string} */
      decision?: 'allow' | 'deny' | 'redact' | 'not-evaluated';
      reason?: string;
      /** @description Digest of the policy bundle. */
      bundle?: string;
    };
    Graph: {
      root: components['schemas']['EntityRef'];
      nodes: {
        entity: components['schemas']['EntityRef'];
        distance: number;
      }[];
      edges: components['schemas']['Edge'][];
      truncated: boolean;
      watermark: number;
    };
    FactDetail: {
      fact: components['schemas']['TimelineItem'];
      schemaVersion: components['schemas']['SemanticVersion'];
      /** @description Normalisation profile under which the digest was computed. */
      profile: string;
      claim?: {
        entity: string;
        version: string;
      };
      provenance: components['schemas']['ProvenanceDetail'][];
      conflicts: components['schemas']['Conflict'][];
      relations: components['schemas']['Edge'][];
      body: {
        /** @enum {string} */
        status: 'available' | 'erased' | 'denied';
        /** @description What was digested, as canonical JSON. */
        content?: unknown;
        reason?: string;
        erasedAt?: components['schemas']['Time'];
        erasedBy?: string;
      };
    };
    FeedPage: {
      items: {
        seq: number;
        fact: components['schemas']['TimelineItem'];
        /** @description What the fact says; null when it was erased or is not for the caller. */
        content: unknown;
      }[];
      watermark: number;
      hasMore: boolean;
    };
    Verification: {
      holds: boolean;
      /** @description How many digests were computed. */
      checked: number;
      checks: {
        name: string;
        /** @enum {string} */
        status: 'holds' | 'broken' | 'not-checkable';
        detail: string;
      }[];
    };
    EntityPage: {
      items: {
        entity: components['schemas']['EntityRef'];
        kind: string;
        firstRecordedAt: components['schemas']['Time'];
      }[];
      pageInfo: components['schemas']['PageInfo'];
    };
    Source: {
      id: number;
      source: string;
      /** @enum {string} */
      status: 'healthy' | 'silent' | 'failing';
      statusReason: string;
      firstSeenAt: components['schemas']['Time'];
      lastSeenAt: components['schemas']['Time'];
      lastOccurredAt?: components['schemas']['Time'];
      /** @description Deliveries that are on record. */
      deliveries: number;
      /** @description Facts it was the first to state. */
      facts: number;
      /** @description Facts it stated after another source. */
      corroborated: number;
      conflicts: number;
      rejected: number;
      /** @description Events that wait. */
      quarantined: number;
      /** @description From happening to recording, of the last delivery. */
      lagSeconds: number | null;
      chainLength: number;
      chainDigest: string | null;
    };
    SourceList: {
      items: components['schemas']['Source'][];
    };
    RejectList: {
      items: {
        at: components['schemas']['Time'];
        deliveryId?: string;
        type?: string;
        pointer?: string;
        reason: string;
        operationId?: string;
      }[];
    };
    /** @enum {string} */
    QuarantineStatus: 'waiting' | 'taken' | 'discarded';
    QuarantineItem: {
      id: string;
      source: string;
      sourceId: number;
      deliveryId: string;
      type: string;
      /** @enum {string} */
      code:
        | 'unknown-type'
        | 'unknown-major'
        | 'unreadable-version'
        | 'delivery-reused';
      reason: string;
      receivedAt: components['schemas']['Time'];
      status: components['schemas']['QuarantineStatus'];
      attempts: number;
      decidedAt?: components['schemas']['Time'];
      decidedBy?: string;
      decision?: string;
      event?: unknown;
    };
    QuarantinePage: {
      items: components['schemas']['QuarantineItem'][];
      pageInfo: components['schemas']['PageInfo'];
    };
    EventSchema: {
      type: string;
      version: components['schemas']['SemanticVersion'];
      lane: components['schemas']['Lane'];
      compatibility: components['schemas']['Compatibility'];
      /** @enum {string} */
      origin: 'built-in' | 'registered';
      registeredBy?: string;
      registeredAt?: components['schemas']['Time'];
    };
    EventSchemaDetail: {
      type: string;
      version: components['schemas']['SemanticVersion'];
      lane: components['schemas']['Lane'];
      compatibility: components['schemas']['Compatibility'];
      /** @enum {string} */
      origin: 'built-in' | 'registered';
      registeredBy?: string;
      registeredAt?: components['schemas']['Time'];
      schema: {
        [key: string]: unknown;
      };
    };
    SchemaList: {
      items: components['schemas']['EventSchema'][];
    };
    /** @enum {string} */
    IncidentStatus: 'open' | 'acknowledged' | 'resolved';
    Incident: {
      incident: components['schemas']['EntityRef'];
      status: components['schemas']['IncidentStatus'];
      summary: string;
      severity?: string;
      environment?: components['schemas']['Label'];
      startedAt: components['schemas']['Time'];
      acknowledgedAt?: components['schemas']['Time'];
      acknowledgedBy?: string;
      resolvedAt?: components['schemas']['Time'];
      entities: components['schemas']['EntityRef'][];
      ticketUrl?: string;
    };
    IncidentPage: {
      items: components['schemas']['Incident'][];
      pageInfo: components['schemas']['PageInfo'];
    };
    RankedChange: {
      fact: components['schemas']['TimelineItem'];
      score: number;
      reasons: string[];
      minutesBefore: number;
      /** @description Steps from what the incident concerns. */
      distance: number;
    };
    IncidentDetail: {
      incident: components['schemas']['Incident'];
      facts: components['schemas']['TimelineItem'][];
      changesBefore: components['schemas']['RankedChange'][];
      windowHours: number;
      watermark: number;
    };
    Error: {
      error: {
        name: string;
        message: string;
      };
    };
  };
  responses: {
    /** @description What went wrong, and why */
    Error: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/json': components['schemas']['Error'];
      };
    };
  };
  parameters: {
    tenant: components['schemas']['Label'];
    environment: components['schemas']['Label'];
    region: components['schemas']['Label'];
    id: string;
    factId: components['schemas']['Digest'];
    sourceId: number;
    /** @description Only facts that speak of this entity. */
    entity: components['schemas']['EntityRef'];
    /** @description Also facts about entities that are related to it in so many steps. */
    depth: number;
    /** @description Nothing that happened before. */
    from: components['schemas']['Time'];
    /** @description Nothing that happened at this time or later. */
    to: components['schemas']['Time'];
    /** @description What was so at this time; nothing that happened later. */
    asOf: components['schemas']['Time'];
    /** @description What was known at this time; nothing that was recorded later. */
    knownAt: components['schemas']['Time'];
    /** @description Event types without version; a trailing .* takes everything below. Any of them. */
    type: string[];
    /** @description Lanes of the timeline. Any of them. */
    lane: components['schemas']['Lane'][];
    /** @description URIs of sources. Any of them. */
    source: string[];
    /** @description Only facts that at least one source states with this confidence, in percent. */
    minConfidence: number;
    /** @description Text that the summary contains; case does not matter. */
    q: string;
    /** @description Only facts that another source contradicts. */
    conflictsOnly: boolean;
    order: 'asc' | 'desc';
    limit: number;
    /** @description endCursor of the page before, with all other parameters unchanged. */
    cursor: string;
  };
  requestBodies: never;
  headers: never;
  pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
  IngestEvents: {
    parameters: {
      query?: never;
      header?: {
        /** @description A key of the caller. The same key with the same body gets the first answer again; with another body it is refused. Not for streams, whose items are told apart by source and id. */
        'Idempotency-Key'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/cloudevents+json': components['schemas']['CloudEvent'];
        'application/cloudevents-batch+json': components['schemas']['CloudEvent'][];
        'application/json': Record<string, never>;
        'application/x-ndjson': string;
      };
    };
    responses: {
      /** @description What became of each item, in the order they came */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['IngestResponse'];
          'application/x-ndjson': components['schemas']['IngestResult'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  IngestOpenLineage: {
    parameters: {
      query?: {
        tenant?: components['parameters']['tenant'];
        environment?: components['parameters']['environment'];
        region?: components['parameters']['region'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': Record<string, never> | Record<string, never>[];
      };
    };
    responses: {
      /** @description What became of each run event */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['IngestResponse'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  IngestStix: {
    parameters: {
      query: {
        /** @description URI of who published the bundle. */
        source: string;
        tenant?: components['parameters']['tenant'];
        environment?: components['parameters']['environment'];
        region?: components['parameters']['region'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': Record<string, never>;
      };
    };
    responses: {
      /** @description What became of each object */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['IngestResponse'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  GetOperation: {
    parameters: {
      query?: {
        tenant?: components['parameters']['tenant'];
      };
      header?: never;
      path: {
        id: components['parameters']['id'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The operation */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Operation'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  GetTimeline: {
    parameters: {
      query?: {
        tenant?: components['parameters']['tenant'];
        /** @description Only facts that speak of this entity. */
        entity?: components['parameters']['entity'];
        /** @description Also facts about entities that are related to it in so many steps. */
        depth?: components['parameters']['depth'];
        /** @description Nothing that happened before. */
        from?: components['parameters']['from'];
        /** @description Nothing that happened at this time or later. */
        to?: components['parameters']['to'];
        /** @description What was so at this time; nothing that happened later. */
        asOf?: components['parameters']['asOf'];
        /** @description What was known at this time; nothing that was recorded later. */
        knownAt?: components['parameters']['knownAt'];
        /** @description Event types without version; a trailing .* takes everything below. Any of them. */
        type?: components['parameters']['type'];
        /** @description Lanes of the timeline. Any of them. */
        lane?: components['parameters']['lane'];
        /** @description URIs of sources. Any of them. */
        source?: components['parameters']['source'];
        /** @description Only facts that at least one source states with this confidence, in percent. */
        minConfidence?: components['parameters']['minConfidence'];
        environment?: components['parameters']['environment'];
        region?: components['parameters']['region'];
        /** @description Text that the summary contains; case does not matter. */
        q?: components['parameters']['q'];
        /** @description Only facts that another source contradicts. */
        conflictsOnly?: components['parameters']['conflictsOnly'];
        order?: components['parameters']['order'];
        limit?: components['parameters']['limit'];
        /** @description endCursor of the page before, with all other parameters unchanged. */
        cursor?: components['parameters']['cursor'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description One page. A narrow filter may give a short page that says how far it looked. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['TimelinePage'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  ExportTimeline: {
    parameters: {
      query?: {
        tenant?: components['parameters']['tenant'];
        /** @description Only facts that speak of this entity. */
        entity?: components['parameters']['entity'];
        /** @description Also facts about entities that are related to it in so many steps. */
        depth?: components['parameters']['depth'];
        /** @description Nothing that happened before. */
        from?: components['parameters']['from'];
        /** @description Nothing that happened at this time or later. */
        to?: components['parameters']['to'];
        /** @description What was so at this time; nothing that happened later. */
        asOf?: components['parameters']['asOf'];
        /** @description What was known at this time; nothing that was recorded later. */
        knownAt?: components['parameters']['knownAt'];
        /** @description Event types without version; a trailing .* takes everything below. Any of them. */
        type?: components['parameters']['type'];
        /** @description Lanes of the timeline. Any of them. */
        lane?: components['parameters']['lane'];
        /** @description URIs of sources. Any of them. */
        source?: components['parameters']['source'];
        /** @description Only facts that at least one source states with this confidence, in percent. */
        minConfidence?: components['parameters']['minConfidence'];
        environment?: components['parameters']['environment'];
        region?: components['parameters']['region'];
        /** @description Text that the summary contains; case does not matter. */
        q?: components['parameters']['q'];
        /** @description Only facts that another source contradicts. */
        conflictsOnly?: components['parameters']['conflictsOnly'];
        order?: components['parameters']['order'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A fact a line, in the order of the timeline */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/x-ndjson': components['schemas']['TimelineItem'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  GetHistogram: {
    parameters: {
      query: {
        tenant?: components['parameters']['tenant'];
        /** @description Only facts that speak of this entity. */
        entity?: components['parameters']['entity'];
        /** @description Also facts about entities that are related to it in so many steps. */
        depth?: components['parameters']['depth'];
        from: components['schemas']['Time'];
        to: components['schemas']['Time'];
        /** @description What was known at this time; nothing that was recorded later. */
        knownAt?: components['parameters']['knownAt'];
        buckets?: number;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Buckets of equal width, oldest first */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Histogram'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  GetFact: {
    parameters: {
      query?: {
        tenant?: components['parameters']['tenant'];
        /** @description What was known at this time; nothing that was recorded later. */
        knownAt?: components['parameters']['knownAt'];
      };
      header?: never;
      path: {
        id: components['parameters']['factId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The fact */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['FactDetail'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  VerifyFact: {
    parameters: {
      query?: {
        tenant?: components['parameters']['tenant'];
      };
      header?: never;
      path: {
        id: components['parameters']['factId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Each check and how it ended */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Verification'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  EraseFact: {
    parameters: {
      query?: {
        tenant?: components['parameters']['tenant'];
      };
      header?: never;
      path: {
        id: components['parameters']['factId'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          reason: string;
        };
      };
    };
    responses: {
      /** @description The fact without its body */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['FactDetail'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  GetFeed: {
    parameters: {
      query?: {
        tenant?: components['parameters']['tenant'];
        /** @description Watermark of the page before; 0 for everything. */
        after?: number;
        /** @description Event types without version; a trailing .* takes everything below. Any of them. */
        type?: components['parameters']['type'];
        limit?: components['parameters']['limit'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description One page and the watermark to go on from */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['FeedPage'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  GetGraph: {
    parameters: {
      query: {
        tenant?: components['parameters']['tenant'];
        entity: components['schemas']['EntityRef'];
        depth?: number;
        direction?: 'both' | 'upstream' | 'downstream';
        /** @description Only the relations along which data flows. */
        lineage?: boolean;
        /** @description What was so at this time; nothing that happened later. */
        asOf?: components['parameters']['asOf'];
        /** @description What was known at this time; nothing that was recorded later. */
        knownAt?: components['parameters']['knownAt'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Nodes and edges, with the policies that were applied on each edge */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Graph'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  ListEntities: {
    parameters: {
      query?: {
        tenant?: components['parameters']['tenant'];
        /** @description Text that the reference contains. */
        q?: string;
        kind?: string;
        limit?: components['parameters']['limit'];
        /** @description endCursor of the page before, with all other parameters unchanged. */
        cursor?: components['parameters']['cursor'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description One page, by reference */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['EntityPage'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  ListSources: {
    parameters: {
      query?: {
        tenant?: components['parameters']['tenant'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description All sources of the tenant */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['SourceList'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  VerifySource: {
    parameters: {
      query?: {
        tenant?: components['parameters']['tenant'];
      };
      header?: never;
      path: {
        id: components['parameters']['sourceId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Whether every link holds */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Verification'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  ListRejects: {
    parameters: {
      query?: {
        tenant?: components['parameters']['tenant'];
        limit?: components['parameters']['limit'];
      };
      header?: never;
      path: {
        id: components['parameters']['sourceId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Newest first */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['RejectList'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  ListQuarantine: {
    parameters: {
      query?: {
        tenant?: components['parameters']['tenant'];
        status?: components['schemas']['QuarantineStatus'];
        sourceId?: number;
        limit?: components['parameters']['limit'];
        /** @description endCursor of the page before, with all other parameters unchanged. */
        cursor?: components['parameters']['cursor'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Newest first */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['QuarantinePage'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  RetryQuarantine: {
    parameters: {
      query?: {
        tenant?: components['parameters']['tenant'];
      };
      header?: never;
      path: {
        id: components['parameters']['id'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description What became of it */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['QuarantineItem'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  DiscardQuarantine: {
    parameters: {
      query?: {
        tenant?: components['parameters']['tenant'];
      };
      header?: never;
      path: {
        id: components['parameters']['id'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          reason: string;
        };
      };
    };
    responses: {
      /** @description The event and who decided */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['QuarantineItem'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  ListSchemas: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Every version of every type */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['SchemaList'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  RegisterSchema: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          /** @description Without the version, for example dev.cdeventsx.acme-job.finished. */
          type: string;
          version: components['schemas']['SemanticVersion'];
          compatibility?: components['schemas']['Compatibility'];
          /** @description JSON Schema 2020-12 of the data. */
          schema: {
            [key: string]: unknown;
          };
        };
      };
    };
    responses: {
      /** @description The registered version */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['EventSchema'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  GetSchema: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        type: string;
        version: components['schemas']['SemanticVersion'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The schema */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['EventSchemaDetail'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  ListIncidents: {
    parameters: {
      query?: {
        tenant?: components['parameters']['tenant'];
        /** @description Only incidents that concern this entity. */
        entity?: components['schemas']['EntityRef'];
        status?: components['schemas']['IncidentStatus'];
        limit?: components['parameters']['limit'];
        /** @description endCursor of the page before, with all other parameters unchanged. */
        cursor?: components['parameters']['cursor'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description One page */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['IncidentPage'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  GetIncident: {
    parameters: {
      query: {
        tenant?: components['parameters']['tenant'];
        incident: components['schemas']['EntityRef'];
        /** @description How far back changes are looked for. */
        windowHours?: number;
        /** @description What was known at this time; nothing that was recorded later. */
        knownAt?: components['parameters']['knownAt'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The incident */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['IncidentDetail'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  AcknowledgeIncident: {
    parameters: {
      query?: {
        tenant?: components['parameters']['tenant'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          incident: components['schemas']['EntityRef'];
          note?: string;
        };
      };
    };
    responses: {
      /** @description The incident with the acknowledgement */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['IncidentDetail'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  ListTenants: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description At least one, for everyone who is signed in */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: {
              id: components['schemas']['Label'];
              title: string;
            }[];
          };
        };
      };
      default: components['responses']['Error'];
    };
  };
}
