export interface Config {
  companyos?: {
    /**
     * What this installation is for. Demo sign-in and demo data load only where
     * this is exactly `development`.
     */
    environment?: string;
  };
  auth?: {
    providers?: {
      /**
       * Sign-in as one of the example people, without a password. Leave it out (or
       * set it to null) everywhere but on a developer's own machine.
       */
      personas?: {
        /**
         * The people on offer, in the order in which the sign-in page shows them.
         * @deepVisibility frontend
         */
        people: Array<{
          /** Name of a User entity in the default namespace. */
          name: string;
          /** What this person is in the organisation, as shown to the reader. */
          role: string;
          /** One sentence about what one sees as this person. */
          summary: string;
        }>;
        /**
         * Serve personas on more than this machine. Everyone who reaches the port
         * can then be any of these people.
         */
        allowRemote?: boolean;
      };
    };
  };
}
