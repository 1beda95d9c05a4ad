import { createPermission } from '@backstage/plugin-permission-common';

/**
 * Read decision records. It is needed in addition to the right to see the entity in the
 * catalog: a caller reads the records of the entities that the catalog shows to the caller.
 *
 * @public
 */
export const adrRecordReadPermission = createPermission({
  name: 'adr.record.read',
  attributes: { action: 'read' },
});

/**
 * Have the records of an entity read again from its source, out of turn.
 *
 * @public
 */
export const adrRecordRefreshPermission = createPermission({
  name: 'adr.record.refresh',
  attributes: { action: 'update' },
});

/**
 * All permissions of the decisions plugin.
 *
 * @public
 */
export const adrPermissions = [
  adrRecordReadPermission,
  adrRecordRefreshPermission,
];
