import { Readable } from 'node:stream';
import {
  AuthService,
  DiscoveryService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import { catalogEntityReadPermission } from '@backstage/plugin-catalog-common/alpha';
import { Permission } from '@backstage/plugin-permission-common';
import {
  DocumentCollatorFactory,
  IndexableDocument,
} from '@backstage/plugin-search-common';
import { DecisionsClient, DecisionStatus } from '@companyos/plugin-adr-common';
import { searchText } from './searchText';

/**
 * A decision record in the search index.
 *
 * @public
 */
export type DecisionDocument = IndexableDocument & {
  entityRef: string;
  status: DecisionStatus;
  /** `YYYY-MM-DD`; empty when the record has none. */
  date: string;
  /** Empty when the record has none. */
  number: string;
};

const recordsPerPage = 200;

/**
 * Collects all decision records from the decisions back end, page by page. Whoever searches
 * finds those of the entities that the catalog shows to that person.
 *
 * @public
 */
export class DecisionCollatorFactory implements DocumentCollatorFactory {
  readonly type = 'adr';
  readonly visibilityPermission: Permission = catalogEntityReadPermission;
  readonly #options: {
    auth: AuthService;
    discovery: DiscoveryService;
    logger: LoggerService;
    fetch: typeof fetch;
  };

  constructor(options: {
    auth: AuthService;
    discovery: DiscoveryService;
    logger: LoggerService;
    fetch: typeof fetch;
  }) {
    this.#options = options;
  }

  async getCollator(): Promise<Readable> {
    return Readable.from(this.#documents());
  }

  async *#documents(): AsyncGenerator<DecisionDocument> {
    const { auth, discovery, logger } = this.#options;
    const client = new DecisionsClient({
      baseUrl: () => discovery.getBaseUrl('adr'),
      fetch: async (input, init) => {
        const { token } = await auth.getPluginRequestToken({
          onBehalfOf: await auth.getOwnServiceCredentials(),
          targetPluginId: 'adr',
        });
        const headers = { Authorization: `Bearer ${token}` };
        return this.#options.fetch(input, { ...init, headers });
      },
    });
    let cursor: string | undefined;
    let count = 0;
    do {
      const page = await client.listDecisions({
        sort: 'title',
        fields: 'body',
        limit: recordsPerPage,
        cursor,
      });
      for (const record of page.items) {
        count += 1;
        yield {
          title: record.title,
          text: [
            searchText(record.body ?? ''),
            record.deciders.join(', '),
          ].join('\n'),
          location: `/decisions/${record.id}`,
          entityRef: record.entityRef,
          status: record.status,
          date: record.date ?? '',
          number: record.number === null ? '' : String(record.number),
          authorization: { resourceRef: record.entityRef },
        };
      }
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    logger.debug(`Collected ${count} decision records`);
  }
}
