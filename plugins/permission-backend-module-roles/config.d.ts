export interface Config {
  companyos?: {
    /**
     * Which catalog groups hold a role. What a role may do is code
     * (`src/roleTable.ts`), who holds it is the catalog's. A role that is left out
     * keeps its default: the group of the same name.
     */
    roles?: {
      [role: string]: {
        /** The role in words, for example "Service developer". */
        title?: string;
        /** Group entity refs, for example `group:default/service-developers`. */
        groups?: string[];
        /** Entity ref of whom to ask for this role. */
        contact?: string;
      };
    };
  };
}
