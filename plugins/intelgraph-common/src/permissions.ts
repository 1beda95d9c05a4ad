import { createPermission } from '@backstage/plugin-permission-common';

/** Read facts, sources, schemas, incidents and quarantine of the tenants one belongs to. @public */
export const intelgraphFactReadPermission = createPermission({
  name: 'intelgraph.fact.read',
  attributes: { action: 'read' },
});

/**
 * Read what facts that are classified `restricted` or `pii` say. Without it one sees that they are there, and their
 * provenance.
 *
 * @public
 */
export const intelgraphSensitiveReadPermission = createPermission({
  name: 'intelgraph.sensitive.read',
  // Not "read": what only reads is given to everyone, and this is not for everyone.
  attributes: {},
});

/** Send events by hand; they are on record as stated by that person. Services need no permission but a rule. @public */
export const intelgraphEventIngestPermission = createPermission({
  name: 'intelgraph.event.ingest',
  attributes: { action: 'create' },
});

/** Take quarantined events again, or discard them. @public */
export const intelgraphQuarantineManagePermission = createPermission({
  name: 'intelgraph.quarantine.manage',
  attributes: { action: 'update' },
});

/** Register versions of event types. @public */
export const intelgraphSchemaRegisterPermission = createPermission({
  name: 'intelgraph.schema.register',
  attributes: { action: 'create' },
});

/** Acknowledge incidents. @public */
export const intelgraphIncidentAcknowledgePermission = createPermission({
  name: 'intelgraph.incident.acknowledge',
  attributes: { action: 'update' },
});

/** Erase what a fact says, for privacy. @public */
export const intelgraphBodyErasePermission = createPermission({
  name: 'intelgraph.body.erase',
  attributes: { action: 'delete' },
});

/** All permissions of IntelGraph. @public */
export const intelgraphPermissions = [
  intelgraphFactReadPermission,
  intelgraphSensitiveReadPermission,
  intelgraphEventIngestPermission,
  intelgraphQuarantineManagePermission,
  intelgraphSchemaRegisterPermission,
  intelgraphIncidentAcknowledgePermission,
  intelgraphBodyErasePermission,
];
