import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parse } from 'yaml';

// TechDocs turns its response cache on when techdocs.cache.ttl is there, whatever it says.
// The cache records all that is written to the connection from then on, other answers
// included, and adds a listener to it for each request.
it.each(['app-config.yaml', 'app-config.production.yaml'])(
  'the response cache of TechDocs stays off in %s',
  name => {
    const root = resolve(__dirname, '../../..');
    const config = parse(readFileSync(resolve(root, name), 'utf8'));
    expect(config.techdocs).toBeDefined();
    expect(config.techdocs.cache).toBeUndefined();
  },
);
