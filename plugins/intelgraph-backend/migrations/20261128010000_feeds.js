// @ts-check

/**
 * What the feeds of the portal itself saw last. A row and the event that it led to are written in one transaction.
 *
 * A revision counts the events of a row, so that what happens twice (back to an old owner, a branch reset to an old
 * commit) has two ids. Rows of what is gone stay for it, with an empty digest or object.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('intelgraph_catalog_snapshot', table => {
    table.comment('Entities of the catalog as the last scan saw them');
    // Serves the look-up of what changed, by entity.
    table.string('entity_ref', 600).primary();
    table
      .string('etag', 100)
      .notNullable()
      .comment("The catalog's; equal: nothing to look at");
    table
      .string('digest', 64)
      .notNullable()
      .comment('SHA-256 of what is compared; empty when removed');
    table.integer('revision').notNullable();
    table.text('snapshot', 'longtext').notNullable().comment('JSON');
  });
  await knex.schema.createTable('intelgraph_scaffolder_tasks', table => {
    table.comment('Scaffolder tasks as the last look saw them');
    table.string('task_id', 200).primary();
    // Serves the look for tasks that were under way.
    table.string('status', 50).notNullable().index();
    table
      .integer('ends')
      .notNullable()
      .comment('How often it ended; more than once when it was retried');
  });
  await knex.schema.createTable('intelgraph_git_refs', table => {
    table.comment('Branches and tags as the last scan saw them');
    table.string('repository', 150).notNullable();
    table.string('ref', 400).notNullable();
    table.string('object_id', 64).notNullable().comment('Empty when removed');
    table
      .string('commit_id', 64)
      .notNullable()
      .comment('Where it leads; another than the object for annotated tags');
    table.integer('revision').notNullable();
    table.primary(['repository', 'ref']);
  });
  await knex.schema.createTable('intelgraph_feed_state', table => {
    table.comment('What a feed has to remember beside that');
    table.string('name', 100).primary();
    table.text('value').notNullable();
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('intelgraph_feed_state');
  await knex.schema.dropTable('intelgraph_git_refs');
  await knex.schema.dropTable('intelgraph_scaffolder_tasks');
  await knex.schema.dropTable('intelgraph_catalog_snapshot');
};
