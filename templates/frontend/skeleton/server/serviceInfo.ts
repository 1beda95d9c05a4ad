import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** Root of the repository (or of the container image): where package.json lies. The build is one folder deeper. */
export const rootUrl = new URL(import.meta.url.endsWith('.ts') ? '../' : '../../', import.meta.url);

const manifest = z
  .object({ name: z.string(), version: z.string() })
  .parse(JSON.parse(readFileSync(new URL('package.json', rootUrl), 'utf8')));

/** Name and version of this application; package.json is the only place that holds them. */
export const serviceInfo: { readonly name: string; readonly version: string } = manifest;
