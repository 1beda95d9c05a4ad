// @ts-check

/**
 * One row a docs build. The log lives in the row because it is bounded
 * (256 KiB) and goes with it when old builds are dropped.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('techdocs_builds', table => {
    table.comment('Every docs build: when, from which source, how it ended');
    table.uuid('id').primary();
    table
      .string('entity_ref', 600)
      .notNullable()
      .comment('The entity whose docs were built, in lower case');
    table.bigInteger('started_at').notNullable().comment('Epoch, ms');
    table
      .bigInteger('finished_at')
      .nullable()
      .comment('Epoch, ms; null while running');
    table
      .string('outcome', 16)
      .notNullable()
      .comment('running|success|failure');
    table
      .text('reason')
      .nullable()
      .comment('Why it failed and what fixes it, for people');
    table
      .string('etag', 255)
      .nullable()
      .comment('Commit or content digest of the source; null if not known');
    table
      .string('host', 255)
      .notNullable()
      .comment('Who ran it, to tell abandoned builds after a restart');
    table
      .bigInteger('heartbeat_at')
      .notNullable()
      .comment('Epoch, ms; last sign of life of the process that builds');
    table.text('log', 'longtext').notNullable().comment('Last 256 KiB');
    // Serves the list of one entity's builds, newest first, and its pruning.
    table.index(['entity_ref', 'started_at'], 'techdocs_builds_entity_idx');
    // Serves the sweep for builds that a stopped process left running.
    table.index(['outcome', 'host'], 'techdocs_builds_outcome_idx');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('techdocs_builds');
};
