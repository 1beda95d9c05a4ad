import { randomBytes } from 'node:crypto';
import { Knex } from 'knex';

const NAME = 'cursor-key';

/** The key that signs cursors; made at the first start, shared by all replicas. */
export async function cursorKey(knex: Knex): Promise<Buffer> {
  await knex('intelgraph_settings')
    .insert({ name: NAME, value: randomBytes(32).toString('base64') })
    .onConflict('name')
    .ignore();
  const [row] = await knex('intelgraph_settings').where({ name: NAME });
  return Buffer.from(row.value, 'base64');
}
