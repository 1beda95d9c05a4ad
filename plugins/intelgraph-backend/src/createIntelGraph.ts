import { Knex } from 'knex';
import { Access } from './Access';
import { AuthorizedIntelGraph } from './AuthorizedIntelGraph';
import { cursorKey } from './cursorKey';
import { Eraser } from './database/Eraser';
import { FactLog } from './database/FactLog';
import { FactReader } from './database/FactReader';
import { GraphReader } from './database/GraphReader';
import { Horizon } from './database/Horizon';
import { NameReader } from './database/NameReader';
import { OperationStore } from './database/OperationStore';
import { ProvenanceReader } from './database/ProvenanceReader';
import { QuarantineStore } from './database/QuarantineStore';
import { SchemaStore } from './database/SchemaStore';
import { SourceStore } from './database/SourceStore';
import { EventSchemas } from './EventSchemas';
import { Facts } from './Facts';
import { GraphWalk } from './GraphWalk';
import { Incidents } from './Incidents';
import { Ingest } from './Ingest';
import { Quarantine } from './Quarantine';
import { Options } from './readOptions';
import { Timeline } from './Timeline';

/** Puts the use cases together over a database. */
export async function createIntelGraph(options: {
  knex: Knex;
  access: Access;
  settings: Options;
  now: () => number;
  newId: () => string;
  onRecorded: (watermark: number) => void;
}) {
  const { knex, access, settings, now, newId, onRecorded } = options;
  const key = await cursorKey(knex);
  const horizon = new Horizon();
  const reader = new FactReader(knex, horizon);
  const names = new NameReader(knex);
  const graph = new GraphReader(knex);
  const provenance = new ProvenanceReader(knex);
  const sources = new SourceStore(knex);
  const operations = new OperationStore(knex);
  const eraser = new Eraser(knex);
  const schemas = new EventSchemas({ store: new SchemaStore(knex), now });
  const walk = new GraphWalk({ names, graph });
  const ingest = new Ingest({
    log: new FactLog(knex, { newId, horizon }),
    operations,
    schemas,
    writers: settings.writers,
    tenants: settings.tenants.map(({ id }) => id),
    now,
    newId,
    onRecorded,
  });
  const shared = { facts: reader, names, provenance, walk, cursorKey: key };
  const intelGraph = new AuthorizedIntelGraph({
    access,
    timeline: new Timeline({ ...shared, now }),
    facts: new Facts({ facts: reader, graph, provenance, sources }),
    walk,
    incidents: new Incidents(shared),
    quarantine: new Quarantine({
      store: new QuarantineStore(knex),
      schemas,
      ingest,
      now,
    }),
    schemas,
    ingest,
    eraser,
    names,
    sources,
    operations,
    expectations: settings.expectations,
    now,
    newId,
  });
  return { intelGraph, ingest, eraser, sources, operations };
}
