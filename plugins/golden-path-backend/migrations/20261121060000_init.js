// @ts-check

/**
 * The fleet, its updates with their checks, and campaigns.
 *
 * The fleet is a copy of what repositories say and can be read again at any time; updates,
 * checks and campaigns are the plugin's own. tenant, environment and region stand on every
 * record of the portal. Times are UTC ISO strings, which sort as text on every engine.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  /** @param {import('knex').Knex.CreateTableBuilder} table */
  const context = table => {
    table.string('tenant', 63).notNullable().defaultTo('default');
    table.string('environment', 63).notNullable().defaultTo('all');
    table.string('region', 63).notNullable().defaultTo('global');
  };

  await knex.schema.createTable('golden_repositories', table => {
    table.comment('One row for each entity made from a golden-path template');
    table.text('entity_ref').notNullable().primary();
    table.text('title').notNullable();
    table.text('owner_ref').notNullable();
    table.string('host', 16).notNullable().comment('local-git or github');
    table
      .text('repository_key')
      .notNullable()
      .comment('The repository whatever its URL, such as local-git:team/name');
    table.text('repository_url').notNullable();
    table.string('template', 63).notNullable();
    table.string('version', 63).notNullable();
    table.string('latest', 63).nullable();
    table.string('status', 16).notNullable();
    table.integer('behind').notNullable();
    table.text('edited').notNullable().comment('JSON array');
    table.text('patches').notNullable().comment('JSON array');
    table.text('problems').notNullable().comment('JSON array of sentences');
    table.text('answers').notNullable().comment('JSON object of the lock');
    table.string('commit_id', 64).nullable();
    table
      .string('templates_digest', 71)
      .notNullable()
      .comment('Of all versions of the template the check knew');
    table
      .string('recheck_at', 24)
      .nullable()
      .comment('When a declared patch ends, so that time alone changes it');
    table.string('checked_at', 24).notNullable();
    table
      .string('notified_version', 63)
      .nullable()
      .comment('Newest release the owner was told of');
    context(table);
    // Finding the entities of a repository that was pushed to.
    table.index(['repository_key'], 'golden_repositories_key_idx');
    // The fleet filtered by template, version and status, and counts by version.
    table.index(
      ['tenant', 'template', 'version', 'status'],
      'golden_repositories_version_idx',
    );
  });

  await knex.schema.createTable('golden_updates', table => {
    table.comment('Updates of repositories, under way and over');
    table.string('id', 36).notNullable().primary();
    table.text('entity_ref').notNullable();
    table.string('host', 16).notNullable();
    table.text('repository_key').notNullable();
    table.text('repository_url').notNullable();
    table
      .text('open_key')
      .nullable()
      .comment('The repository while the update is under way, then null');
    table.string('template', 63).notNullable();
    table.string('from_version', 63).notNullable();
    table.string('to_version', 63).notNullable();
    table.string('status', 16).notNullable();
    table.text('reason').nullable();
    table.string('branch', 200).notNullable();
    table.boolean('published').notNullable();
    table.string('commit_id', 64).notNullable().comment("The branch's end");
    table.string('made_commit', 64).notNullable().comment('What we put there');
    table.string('base', 64).notNullable();
    table.integer('pull_request').nullable();
    table.text('pull_request_url').nullable();
    table.text('answers').notNullable().comment('JSON object of the request');
    table.text('author').notNullable().comment('JSON name and email');
    table.bigInteger('committed_at_ms').notNullable();
    table.text('files').notNullable().comment('JSON array');
    table.text('conflicts').notNullable().comment('JSON array');
    table.string('campaign_id', 36).nullable();
    table.text('created_by').notNullable();
    table.string('created_at', 24).notNullable();
    table.string('updated_at', 24).notNullable();
    table.string('looked_at', 24).notNullable();
    context(table);
    // At most one update of a repository is under way; nulls are not compared.
    table.unique(['open_key'], { indexName: 'golden_updates_open_uniq' });
    // The updates of one entity, newest first.
    table.index(['entity_ref', 'created_at'], 'golden_updates_entity_idx');
  });

  await knex.schema.createTable('golden_checks', table => {
    table.comment('Checks of the commits of updates');
    table.string('update_id', 36).notNullable();
    table.string('commit_id', 64).notNullable();
    table.string('name', 63).notNullable();
    table.string('status', 16).notNullable();
    table.text('summary').notNullable();
    table.text('url').nullable();
    table.text('log').nullable();
    table.string('at', 24).notNullable();
    table
      .string('runner', 36)
      .nullable()
      .comment('The process that runs it; its lease tells whether it lives');
    table.string('lease_until', 24).nullable();
    context(table);
    table.primary(['update_id', 'commit_id', 'name']);
    // What waits for a runner.
    table.index(['status', 'name'], 'golden_checks_status_idx');
  });

  await knex.schema.createTable('golden_campaigns', table => {
    table.string('id', 36).notNullable().primary();
    table.text('title').notNullable();
    table.string('template', 63).notNullable();
    table.string('to_version', 63).notNullable();
    table.text('waves').notNullable().comment('JSON array of sizes');
    table.integer('stop_after_failures').notNullable();
    table.boolean('auto_merge').notNullable();
    table.string('status', 16).notNullable();
    table.text('reason').nullable();
    table.integer('wave').notNullable();
    table.text('created_by').notNullable();
    table.string('created_at', 24).notNullable();
    table.string('updated_at', 24).notNullable();
    table
      .integer('revision')
      .notNullable()
      .comment('Raised by each change: of two at once, one begins again');
    context(table);
    // The list, newest first.
    table.index(['tenant', 'created_at'], 'golden_campaigns_created_idx');
  });

  await knex.schema.createTable('golden_campaign_members', table => {
    table.string('campaign_id', 36).notNullable();
    table.integer('position').notNullable();
    table.text('entity_ref').notNullable();
    table.integer('wave').notNullable();
    table.string('status', 16).notNullable();
    table.text('reason').nullable();
    table.string('update_id', 36).nullable();
    table
      .boolean('acknowledged')
      .notNullable()
      .comment('A failure somebody went on in spite of');
    context(table);
    table.primary(['campaign_id', 'position']);
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('golden_campaign_members');
  await knex.schema.dropTable('golden_campaigns');
  await knex.schema.dropTable('golden_checks');
  await knex.schema.dropTable('golden_updates');
  await knex.schema.dropTable('golden_repositories');
};
