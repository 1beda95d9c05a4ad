// @ts-check

/**
 * The outbox of one plugin, in the plugin's own database, so that an event is written in the transaction of the
 * change it tells of; and where the plugin stands in the feeds it follows.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('intelgraph_outbox', table => {
    table.comment('Events that wait to be delivered to IntelGraph');
    // Serves the look for the oldest events, in the order in which they were written.
    table.bigIncrements('id').comment('Place in the order of delivery');
    table.string('event_id', 256).notNullable();
    table.string('source', 500).notNullable();
    table.text('event', 'longtext').notNullable().comment('CloudEvent as JSON');
    table.bigInteger('created_at').notNullable().comment('Epoch, ms');
    table
      .integer('attempts')
      .notNullable()
      .defaultTo(0)
      .comment('Deliveries that failed while this was the oldest');
    table
      .bigInteger('next_attempt_at')
      .notNullable()
      .defaultTo(0)
      .comment('Epoch, ms; nothing is delivered before, this first');
  });
  await knex.schema.createTable('intelgraph_outbox_dead', table => {
    table.comment('Events that IntelGraph refused for good, for people');
    // Serves the look at what was refused, oldest first.
    table.bigIncrements('id');
    table.text('event', 'longtext').notNullable().comment('CloudEvent as JSON');
    table.text('reason').notNullable();
    table
      .string('pointer', 1000)
      .notNullable()
      .comment('JSON pointer to what is wrong; empty for the whole');
    table.bigInteger('at').notNullable().comment('Epoch, ms');
  });
  await knex.schema.createTable('intelgraph_outbox_lease', table => {
    table.comment('Which process does what only one may do at a time');
    table.string('name', 200).primary().comment('relay, or watch:<id>');
    table.string('holder', 100).notNullable();
    table.bigInteger('expires_at').notNullable().comment('Epoch, ms');
  });
  await knex.schema.createTable('intelgraph_checkpoints', table => {
    table.comment('How far each feed was followed');
    table.string('id', 150).primary();
    table.bigInteger('watermark').notNullable();
    table.bigInteger('updated_at').notNullable().comment('Epoch, ms');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('intelgraph_checkpoints');
  await knex.schema.dropTable('intelgraph_outbox_lease');
  await knex.schema.dropTable('intelgraph_outbox_dead');
  await knex.schema.dropTable('intelgraph_outbox');
};
