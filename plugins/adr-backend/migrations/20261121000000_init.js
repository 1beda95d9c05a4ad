// @ts-check

/**
 * Records, problems and sources. They are a copy of what the sources say and can be read
 * again at any time.
 *
 * tenant, environment and region stand on every record of the portal. Times are UTC ISO
 * strings, which sort as text on every engine.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('adr_sources', table => {
    table.comment('One row for each entity that says where its records are');
    table.text('entity_ref').notNullable().primary();
    table
      .text('owner_ref')
      .nullable()
      .comment('Owner of the entity when it was read, for the owner filter');
    table.text('location').nullable().comment('Folder or URL, for people');
    table.boolean('found').notNullable().comment('Whether the folder is there');
    table.text('revision').nullable().comment('Commit, ETag or digest');
    table.string('last_read_at', 24).notNullable();
    table.string('last_succeeded_at', 24).nullable();
    table.text('last_error').nullable();
    table
      .integer('failure_count')
      .notNullable()
      .comment('Failures in a row; each doubles the wait');
    table.string('next_read_at', 24).notNullable();
    table.string('tenant', 63).notNullable().defaultTo('default');
    table.string('environment', 63).notNullable().defaultTo('all');
    table.string('region', 63).notNullable().defaultTo('global');
    table.index(['owner_ref'], 'adr_sources_owner_idx');
  });

  await knex.schema.createTable('adr_records', table => {
    table.comment('Decision records as last read');
    table
      .string('id', 16)
      .notNullable()
      .primary()
      .comment('Begin of sha256(entity ref, path)');
    table.text('entity_ref').notNullable();
    table.text('path').notNullable();
    table.integer('number').nullable();
    table.text('title').notNullable();
    table.string('status', 16).notNullable();
    table.text('status_text').notNullable();
    table.string('date', 10).nullable();
    table.text('deciders').notNullable().comment('JSON array of names');
    table.text('consulted').notNullable().comment('JSON array of names');
    table.text('informed').notNullable().comment('JSON array of names');
    table.text('supersedes').notNullable().comment('JSON array of links');
    table.text('superseded_by').notNullable().comment('JSON array of links');
    table.text('body').notNullable().comment('Markdown');
    table
      .text('search_text')
      .notNullable()
      .comment('Title, deciders and body in lower case, for the text filter');
    table.string('content_sha256', 64).notNullable();
    table.text('revision').nullable();
    table.text('source_url').nullable();
    table.string('recorded_at', 24).notNullable();
    table.string('tenant', 63).notNullable().defaultTo('default');
    table.string('environment', 63).notNullable().defaultTo('all');
    table.string('region', 63).notNullable().defaultTo('global');
    // Replacing and listing the records of one entity.
    table.index(['entity_ref'], 'adr_records_entity_idx');
    // The list in its default order, newest first.
    table.index(['tenant', 'date', 'id'], 'adr_records_date_idx');
  });

  await knex.schema.createTable('adr_problems', table => {
    table.comment('What is wrong with records, in the order of their paths');
    table.text('entity_ref').notNullable();
    table.integer('position').notNullable();
    table.text('path').notNullable();
    table.string('code', 40).notNullable();
    table.string('severity', 16).notNullable();
    table.text('reason').notNullable();
    table.text('fix').notNullable();
    table.integer('line').nullable();
    table.text('source_url').nullable();
    table.string('tenant', 63).notNullable().defaultTo('default');
    table.string('environment', 63).notNullable().defaultTo('all');
    table.string('region', 63).notNullable().defaultTo('global');
    // Replacing the problems of one entity, and paging through all.
    table.primary(['entity_ref', 'position']);
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('adr_problems');
  await knex.schema.dropTable('adr_records');
  await knex.schema.dropTable('adr_sources');
};
