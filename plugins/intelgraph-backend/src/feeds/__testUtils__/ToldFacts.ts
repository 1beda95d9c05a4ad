import { EventInput } from '@companyos/plugin-intelgraph-common';
import { IntelGraphService } from '@companyos/plugin-intelgraph-node';
import { Knex } from 'knex';
import { migrateDatabase } from '../../database/openDatabase';
import { companyosSchemas } from '../../domain/schemas/companyosSchemas';
import { KnownSchema } from '../../domain/schemas/KnownSchema';

const TABLE = 'told_facts';

/** Takes what feeds record, with the transaction they give, and holds it to the schema of its type. */
export class ToldFacts implements Pick<IntelGraphService, 'record'> {
  /** Made to fail, what is recorded rolls back. */
  failure: Error | undefined;

  static async create(knex: Knex): Promise<ToldFacts> {
    await migrateDatabase(knex);
    await knex.schema.createTable(TABLE, table => {
      table.increments('place');
      table.text('fact').notNullable();
    });
    return new ToldFacts(knex);
  }

  private constructor(private readonly knex: Knex) {}

  async record(
    trx: Knex.Transaction | Knex,
    events: EventInput | EventInput[],
  ): Promise<void> {
    if (!trx.isTransaction) throw new Error('A transaction was expected');
    for (const event of [events].flat()) {
      const fault = schemaOf(event.type).validate({
        context: {
          specversion: '0.5.1',
          id: event.id,
          source: event.source,
          type: event.type,
          timestamp: new Date(event.time).toISOString(),
        },
        subject: { id: event.entity, content: event.data },
      });
      if (fault) throw new Error(`${event.type}: ${JSON.stringify(fault)}`);
      await trx(TABLE).insert({ fact: JSON.stringify(event) });
    }
    if (this.failure) throw this.failure;
  }

  /** What was committed since the last call. */
  async take(): Promise<(EventInput & { id: string })[]> {
    const facts = await this.knex(TABLE).orderBy('place').pluck('fact');
    await this.knex(TABLE).delete();
    return facts.map(fact => JSON.parse(fact));
  }
}

const schemas = new Map<string, KnownSchema>();

function schemaOf(type: string): KnownSchema {
  const definition = companyosSchemas.find(
    one => `${one.type}.${one.version}` === type,
  );
  if (!definition) throw new Error(`There is no schema of ${type}`);
  const schema = schemas.get(type) ?? new KnownSchema(definition);
  schemas.set(type, schema);
  return schema;
}
