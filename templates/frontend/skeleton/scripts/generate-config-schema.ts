import { readFileSync, writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { z } from 'zod';
import { environmentSchema } from '../server/environment.ts';
import { rootUrl } from '../server/serviceInfo.ts';

const file = new URL('config/schema.json', rootUrl);

/** The text `config/schema.json` must have: the environment as JSON Schema, formatted. */
export async function renderConfigSchema(): Promise<string> {
  const schema = z.toJSONSchema(environmentSchema, { io: 'input', target: 'draft-2020-12' });
  const options = await resolveConfig(file);
  return format(JSON.stringify(schema), { ...options, parser: 'json' });
}

/** The text it has. */
export function readConfigSchema(): string {
  return readFileSync(file, 'utf8');
}

if (import.meta.main) {
  writeFileSync(file, await renderConfigSchema());
  console.log('config/schema.json written');
}
