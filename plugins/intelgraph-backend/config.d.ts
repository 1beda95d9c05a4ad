import { HumanDuration } from '@backstage/types';

export interface Config {
  /** Facts with provenance. */
  intelgraph?: {
    /** Whose facts are kept apart. Without it there is one tenant, `default`, to which everyone belongs. */
    tenants?: Array<{
      /** Lower case letters, digits, dots, dashes. */
      id: string;
      title?: string;
      /** Entity refs of groups and users that may read its facts; `*` stands for everyone who is signed in. */
      members: string[];
    }>;
    /** Which services may state facts in whose name. Plugins of this portal may speak for `urn:companyos:<their id>`. */
    writers?: Array<{
      /** Principal, as `backend.auth.externalAccess` names it (`external:ci`), or a plugin (`plugin:catalog`). */
      subject: string;
      /** Source URIs it may use; a trailing `*` takes everything that begins so. */
      sources: string[];
      /** Event types without version; a trailing `.*` takes everything below. Any without it. */
      types?: string[];
      /** Tenants it may write to; only `default` without it. */
      tenants?: string[];
    }>;
    /** What one caller may send. */
    limits?: {
      /** Events a second over time; 5,000 without it. */
      eventsPerSecond?: number;
      /** Events at once after a pause; 50,000 without it. */
      burst?: number;
      /** Bytes of one event; 262,144 without it. */
      eventBytes?: number;
      /** Bytes of a batch; 8,388,608 without it. */
      batchBytes?: number;
    };
    /** How often one hears from sources, so that silence is told. */
    sources?: Array<{
      /** Source URI; a trailing `*` takes everything that begins so. */
      uri: string;
      expectEvery: HumanDuration;
    }>;
    /** How long what facts say is kept, by classification. Their digests, times and provenance stay. For ever without it. */
    retention?: {
      public?: HumanDuration;
      internal?: HumanDuration;
      confidential?: HumanDuration;
      restricted?: HumanDuration;
      pii?: HumanDuration;
    };
    /** What the portal tells about itself. */
    feeds?: {
      /** How often the catalog is compared; 15 seconds without it. */
      catalogInterval?: HumanDuration;
      /** How often tasks of the scaffolder are looked at; 5 seconds without it. */
      scaffolderInterval?: HumanDuration;
      /** How often embedded git repositories are looked at; 5 seconds without it. */
      localGitInterval?: HumanDuration;
    };
  };
}
