import { EventSchemaVersion } from '../types';
import { cdevents } from './cdevents.generated';
import { companyosSchemas } from './companyosSchemas';
import { inlineRefs } from './inlineRefs';

/** The event types that are understood without anyone having registered them: those of CDEvents and our own. */
export const builtInSchemas: readonly EventSchemaVersion[] = [
  ...cdevents.schemas.map(
    ({ type, version, spec, schema }): EventSchemaVersion => ({
      type,
      version,
      // The specification changes them as it sees fit before its version 1.
      compatibility: 'none',
      origin: 'built-in',
      schema: inlineRefs({ ...schema, $defs: cdevents.links[spec] ?? {} }),
    }),
  ),
  ...companyosSchemas,
];
