import { loadEnvironment, type Environment } from '../src/config/environment.ts';
import { openDatabase, type Database } from '../src/models/database.ts';

/** Opens the database the service would open in this environment. */
export async function openConfiguredDatabase(): Promise<{
  environment: Environment;
  database: Database;
}> {
  const environment = loadEnvironment(process.env);
  const database = await openDatabase({
    url: environment.databaseUrl,
    directory: environment.databaseDirectory,
    poolMax: 2,
    timeoutMs: environment.databaseTimeoutMs,
    onConnectionError: (error) => {
      console.error(error.message);
    },
  });
  return { environment, database };
}
