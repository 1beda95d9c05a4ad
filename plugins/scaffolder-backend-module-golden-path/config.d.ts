export interface Config {
  companyos?: {
    /** The demo's own services are only made where this is `development`. */
    environment?: string;
    /** The embedded git folder. */
    repositories?: {
      /** Folder of the bare repositories, relative to the working directory. By default `.data/repos`. */
      root?: string;
    };
    goldenPath?: {
      /** Folder with one golden-path template in each sub-folder. By default `templates`. */
      templatesRoot?: string;
      /**
       * Whether services can be created from a template as it lies in the folder, before it was released. For
       * those who write templates. By default false.
       */
      allowUnreleased?: boolean;
      /** Where new repositories go. By default `local-git`. */
      publish?: 'local-git' | 'github';
      /** Needed where `publish` is `github`; credentials come from `integrations.github`. */
      github?: {
        /** By default `github.com`. */
        host?: string;
        /** The organisation that owns all new repositories. */
        organization: string;
      };
      /** Services a development portal makes when it starts, one after the other. */
      referenceServices?: Array<{
        template: string;
        /** A released version; by default the newest. */
        version?: string;
        answers: {
          name: string;
          /** Reference of a group, such as `group:default/platform-team`. */
          owner: string;
          /** What else the template asks. */
          [answer: string]: unknown;
        };
      }>;
    };
  };
}
