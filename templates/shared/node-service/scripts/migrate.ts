import { migrate } from '../src/models/migrate.ts';
import { openConfiguredDatabase } from './openConfiguredDatabase.ts';

const { database } = await openConfiguredDatabase();
try {
  const applied = await migrate(database);
  console.log(applied.length > 0 ? `applied ${applied.join(', ')}` : 'nothing to apply');
} finally {
  await database.close();
}
