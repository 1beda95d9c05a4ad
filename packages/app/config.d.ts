export interface Config {
  auth?: {
    providers?: {
      personas?: {
        /** Present in development only: the people one can sign in as. */
        people?: Array<{
          /** @visibility frontend */
          name: string;
        }>;
      };
    };
    /** @visibility frontend */
    environment?: string;
  };
}
