// Makes the database that the back end will look for.
//   createDatabase.ts URL
import createKnex from 'knex';

async function main() {
  const knex = createKnex({ client: 'pg', connection: process.argv[2] });
  await knex.raw('CREATE DATABASE bench_plugin_intelgraph');
  await knex.destroy();
  process.stdout.write('{}\n');
}

main().catch(error => {
  process.stderr.write(`${error.stack}\n`);
  process.exit(1);
});
