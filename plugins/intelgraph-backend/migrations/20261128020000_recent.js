// @ts-check

/**
 * New rows of the two tables that are hit at random. On SQLite they gather here and are moved all at once, in the
 * order of the table: a page of it is written once for many rows, not once for each. On PostgreSQL, where that
 * gains nothing, these stay empty.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  const isPostgres = knex.client.config.client === 'pg';
  const big = isPostgres ? 'bigint' : 'integer';
  const withoutRowid = isPostgres ? '' : ' WITHOUT ROWID';
  // Each has the columns and the key of its table, and serves the same look-ups.
  await knex.schema.raw(
    `CREATE TABLE intelgraph_recent_keys (
      key ${big} NOT NULL,
      seq ${big} NOT NULL,
      PRIMARY KEY (key, seq)
    )${withoutRowid}`,
  );
  await knex.schema.raw(
    `CREATE TABLE intelgraph_recent_mentions (
      entity_id integer NOT NULL,
      occurred_at ${big} NOT NULL,
      ordinal integer NOT NULL,
      fact_key ${big} NOT NULL,
      seq ${big} NOT NULL,
      PRIMARY KEY (entity_id, occurred_at, ordinal, fact_key, seq)
    )${withoutRowid}`,
  );
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  for (const name of ['keys', 'mentions']) {
    await knex.raw(
      `INSERT INTO intelgraph_${name} SELECT * FROM intelgraph_recent_${name}`,
    );
    await knex.schema.dropTable(`intelgraph_recent_${name}`);
  }
};
