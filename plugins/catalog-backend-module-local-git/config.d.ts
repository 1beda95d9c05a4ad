export interface Config {
  companyos?: {
    /** The embedded git folder. */
    repositories?: {
      /** Folder of the bare repositories, relative to the working directory. By default `.data/repos`. */
      root?: string;
      /** How often the catalog looks for pushes, in milliseconds. By default 1000. */
      pollIntervalMs?: number;
    };
  };
}
