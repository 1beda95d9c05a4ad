import { EntityRefLink } from '@backstage/plugin-catalog-react';

/** The entity that a record belongs to. */
export function ComponentLink({ entityRef }: { entityRef: string }) {
  return <EntityRefLink entityRef={entityRef} hideIcon />;
}
