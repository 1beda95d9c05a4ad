import { HumanDuration } from '@backstage/types';

export interface Config {
  /** Decision records of the entities in the catalog. */
  adr?: {
    /**
     * How long the records of an entity count as fresh. With records on a git host, mind
     * its rate limit: each entity costs about one request in this time. Default 60 s.
     */
    refreshInterval?: HumanDuration | string;
    /** How many sources are read at the same time, 1 to 64. Default 4. */
    concurrency?: number;
    /**
     * URLs of folders outside of an entity's own repository that entities may name in
     * `companyos.io/adr-location`, for example a central repository of decisions. The
     * portal reads them with its own credentials and shows them to everyone who sees
     * such an entity.
     */
    allowedLocations?: string[];
  };
}
