import { HumanDuration } from '@backstage/types';

export interface Config {
  companyos?: {
    goldenPath?: {
      /** The fleet: every repository made from a golden-path template. */
      fleet?: {
        /**
         * How often all repositories are looked at. With repositories on a git host, mind its rate limit: each
         * costs a request. A push to the embedded git folder is followed at once. Default 60 s.
         */
        interval?: HumanDuration | string;
        /** How many repositories are compared with their template at the same time, 1 to 32. Default 4. */
        concurrency?: number;
      };
      /** Updates under way. */
      updates?: {
        /** How often branches and outcomes of checks are looked at. Default 3 s. */
        interval?: HumanDuration | string;
        /**
         * The same for repositories on a git host; a look at one update costs three requests of the host's API.
         * Default 60 s.
         */
        hostInterval?: HumanDuration | string;
      };
      /** Who runs the `ci` check of updates in the embedded git folder. */
      checks?: {
        /**
         * `host`: this machine runs `make ci` of the branch. That is code of whoever can push to the repository,
         * with the rights of the portal's own user; so it works only where `companyos.environment` is
         * `development` and NODE_ENV is not `production`. `external` (default): an outside system reports to
         * `POST /updates/:id/checks`.
         */
        run?: 'host' | 'external';
        /** Most time for one run. Default 15 minutes. */
        timeout?: HumanDuration | string;
        /** Runs at the same time, 1 to 8. Default 1. */
        concurrency?: number;
        /**
         * Names of environment variables that a run gets besides PATH and LANG, such as HTTPS_PROXY. Never one
         * that holds a secret of the portal.
         */
        environment?: string[];
        /** Names of checks that outside systems may report. Default `[ci]`. */
        external?: string[];
      };
      /** Folder for copies of repositories on git hosts and for runs. Default `golden-path` in `backend.workingDirectory`. */
      workDirectory?: string;
    };
  };
}
