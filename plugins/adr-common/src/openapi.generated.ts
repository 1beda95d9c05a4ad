// Generated from plugins/adr-backend/src/schema/openapi.yaml by
// `yarn workspace @companyos/plugin-adr-backend generate`; edit that file instead.

export interface paths {
  '/records': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Decision records over all entities, page by page */
    get: operations['ListDecisions'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/records/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** One record with its body, its options and its chain both ways */
    get: operations['GetDecision'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/entities/by-name/{kind}/{namespace}/{name}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** What one entity has decided, what could not be read, and how fresh this is */
    get: operations['GetEntityDecisions'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/problems': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Records that could not be read, or that contradict one another */
    get: operations['ListDecisionProblems'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/refresh': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Read the records of one entity again, now */
    post: operations['RefreshEntityDecisions'];
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
    EntityRef: string;
    NamePart: string;
    /** @description First 16 hex digits of the sha256 of entity ref and path; stable as long as the file keeps its place. */
    DecisionId: string;
    /** @enum {string} */
    DecisionStatus:
      | 'proposed'
      | 'accepted'
      | 'rejected'
      | 'deprecated'
      | 'superseded';
    DecisionLink: {
      /** @description The reference as written in the record. */
      raw: string;
      /** @description Record of the same entity that it means; null when there is none. */
      id: string | null;
      number: number | null;
      title: string | null;
    };
    DecisionSummary: {
      id: components['schemas']['DecisionId'];
      entityRef: string;
      /** @description Relative to the folder of the records, with forward slashes. */
      path: string;
      number: number | null;
      title: string;
      status: components['schemas']['DecisionStatus'];
      /** @description The status as written in the record. */
      statusText: string;
      /** Format: date */
      date: string | null;
      deciders: string[];
      consulted: string[];
      informed: string[];
      supersedes: components['schemas']['DecisionLink'][];
      supersededBy: components['schemas']['DecisionLink'][];
      /** @description Where a person can see the file. */
      sourceUrl: string | null;
      contentSha256: string;
      /** @description Commit or ETag of the source in which the record was read. */
      revision: string | null;
      /**
       * Format: date-time
       * @description When the portal first read this content.
       */
      recordedAt: string;
      /** @description Markdown without front matter and without the title line. Only on request in lists. */
      body?: string;
    };
    DecisionOption: {
      title: string;
      /**
       * @description open while the record does not name the chosen option.
       * @enum {string}
       */
      outcome: 'chosen' | 'rejected' | 'open';
      /** @description Markdown */
      details: string | null;
    };
    DecisionChainItem: {
      id: components['schemas']['DecisionId'];
      number: number | null;
      title: string;
      status: components['schemas']['DecisionStatus'];
      date: string | null;
      /** @description Steps from the record that was asked for. */
      distance: number;
    };
    DecisionChain: {
      /** @description Newer records, nearest first. */
      supersededBy: components['schemas']['DecisionChainItem'][];
      /** @description Older records, nearest first. */
      supersedes: components['schemas']['DecisionChainItem'][];
    };
    Decision: {
      record: components['schemas']['DecisionSummary'];
      /** @description Markdown without front matter and title line. Its relative links are resolved, those between records to /decisions/<id>. */
      body: string;
      options: components['schemas']['DecisionOption'][];
      chain: components['schemas']['DecisionChain'];
    };
    DecisionPage: {
      items: components['schemas']['DecisionSummary'][];
      /** @description null on the last page. A page may be shorter than limit before that. */
      nextCursor: string | null;
    };
    DecisionProblem: {
      entityRef: string;
      path: string;
      code: string;
      /**
       * @description error means that the record is not listed.
       * @enum {string}
       */
      severity: 'error' | 'warning';
      reason: string;
      fix: string;
      line: number | null;
      sourceUrl: string | null;
    };
    DecisionProblemPage: {
      items: components['schemas']['DecisionProblem'][];
      nextCursor: string | null;
    };
    DecisionSource: {
      entityRef: string;
      /** @description Folder or URL that is read, for people; null when it could not be worked out. */
      location: string | null;
      /** @description Whether the folder is there. */
      found: boolean;
      revision: string | null;
      /** Format: date-time */
      lastReadAt: string;
      /** Format: date-time */
      lastSucceededAt: string | null;
      lastError: string | null;
      /** Format: date-time */
      nextReadAt: string;
    };
    EntityDecisions: {
      entityRef: string;
      /** @description Whether the entity says where its records are (companyos.io/adr-location or backstage.io/techdocs-ref). */
      declared: boolean;
      /** @description null until the entity has been read for the first time. */
      source: components['schemas']['DecisionSource'] | null;
      records: components['schemas']['DecisionSummary'][];
      problems: components['schemas']['DecisionProblem'][];
    };
    Error: {
      error: {
        name: string;
        message: string;
      };
    };
  };
  responses: {
    /** @description What went wrong */
    Error: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/json': components['schemas']['Error'];
      };
    };
  };
  parameters: never;
  requestBodies: never;
  headers: never;
  pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
  ListDecisions: {
    parameters: {
      query?: {
        /** @description Only records of this entity, for example component:default/payments-api. */
        entityRef?: components['schemas']['EntityRef'];
        /** @description Only records of entities owned by this group or user (full entity ref). */
        owner?: components['schemas']['EntityRef'];
        status?: components['schemas']['DecisionStatus'];
        /** @description Text that the title, the body or the deciders contain; case does not matter. */
        q?: string;
        /** @description A leading minus sorts descending. The default is -date. */
        sort?:
          | 'date'
          | '-date'
          | 'number'
          | '-number'
          | 'title'
          | '-title'
          | 'status'
          | '-status';
        /** @description nextCursor of the page before, with all other parameters unchanged. */
        cursor?: string;
        limit?: number;
        /** @description body adds the body of each record, which the search index needs. */
        fields?: 'body';
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
          'application/json': components['schemas']['DecisionPage'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  GetDecision: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: components['schemas']['DecisionId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The record */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Decision'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  GetEntityDecisions: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        kind: components['schemas']['NamePart'];
        namespace: components['schemas']['NamePart'];
        name: components['schemas']['NamePart'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Records, problems and the state of the source */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['EntityDecisions'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  ListDecisionProblems: {
    parameters: {
      query?: {
        entityRef?: components['schemas']['EntityRef'];
        cursor?: string;
        limit?: number;
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
          'application/json': components['schemas']['DecisionProblemPage'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  RefreshEntityDecisions: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          entityRef: components['schemas']['EntityRef'];
        };
      };
    };
    responses: {
      /** @description What is known after reading; source.lastError says so if reading failed */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['EntityDecisions'];
        };
      };
      default: components['responses']['Error'];
    };
  };
}
