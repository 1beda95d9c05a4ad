import { EntityRefLink } from '@backstage/plugin-catalog-react';
import { Link } from '@backstage/ui';
import { entityRefParts } from '../../domain/entityRefParts';
import { useLinks } from './useTenant';

const CATALOG_KINDS = new Set([
  'component',
  'api',
  'resource',
  'system',
  'domain',
  'group',
  'user',
  'location',
  'template',
]);

/** The entity, by name: in the catalog where it is one of it, else its incident or its timeline. */
export function EntityLink({ entityRef }: { entityRef: string }) {
  const links = useLinks();
  const { kind, name } = entityRefParts(entityRef);
  if (CATALOG_KINDS.has(kind) && !/[:/]/.test(name)) {
    return <EntityRefLink entityRef={entityRef} hideIcon />;
  }
  return (
    <Link
      variant="body-small"
      href={
        kind === 'incident'
          ? links.incident(entityRef)
          : links.timeline({ entity: entityRef, range: 'all' })
      }
      title={entityRef}
    >
      {name}
    </Link>
  );
}
