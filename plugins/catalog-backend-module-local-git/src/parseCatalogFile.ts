import {
  DEFAULT_NAMESPACE,
  DefaultNamespaceEntityPolicy,
  Entity,
  EntityPolicies,
  FieldFormatEntityPolicy,
  NoForeignRootFieldsEntityPolicy,
  SchemaValidEntityPolicy,
} from '@backstage/catalog-model';
import { InputError, toError } from '@backstage/errors';
import { JsonValue } from '@backstage/types';
import { isMap, isScalar, isSeq, parseAllDocuments } from 'yaml';

const MAX_DOCUMENTS = 50;
const MAX_ALIASES = 20;
const MAX_DEPTH = 64;

/** What a repository may say about itself. People, teams and templates are said elsewhere. */
const KINDS = ['Component', 'API', 'Resource', 'System'];

const policy = EntityPolicies.allOf([
  new SchemaValidEntityPolicy(),
  new DefaultNamespaceEntityPolicy(),
  new NoForeignRootFieldsEntityPolicy(),
  new FieldFormatEntityPolicy(),
]);

/**
 * The entities a repository's `catalog-info.yaml` describes.
 *
 * @param text - one or several YAML documents
 * @throws InputError that says which document is wrong and why; one bad document is a bad file
 */
export async function parseCatalogFile(text: string): Promise<Entity[]> {
  // Looking for keys that are there twice, and pretty errors, take quadratic time in the library.
  const documents = parseAllDocuments(text, {
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: 'silent',
  });
  const lineAt = (position: number) =>
    `line ${text.slice(0, position).split('\n').length}`;
  if (!Array.isArray(documents) || documents.length === 0) return [];
  if (documents.length > MAX_DOCUMENTS) {
    throw new InputError(
      `it has ${documents.length} documents; at most ${MAX_DOCUMENTS} are read`,
    );
  }
  const entities: Entity[] = [];
  const names = new Set<string>();
  for (const [index, document] of documents.entries()) {
    const shownAs = `document ${index + 1}`;
    if (document.errors.length > 0) {
      const { message, pos } = document.errors[0];
      throw new InputError(`${shownAs}: ${lineAt(pos[0])}: ${message}`);
    }
    const oddity = oddityOf(document.contents);
    if (oddity) {
      const { position, reason } = oddity;
      throw new InputError(`${shownAs}: ${lineAt(position)}: ${reason}`);
    }
    let content: JsonValue;
    try {
      // Through JSON, so that nothing but data is left of what YAML can say.
      content = JSON.parse(
        JSON.stringify(document.toJS({ maxAliasCount: MAX_ALIASES }) ?? null),
      );
    } catch (error) {
      throw new InputError(`${shownAs}: ${toError(error).message}`);
    }
    if (content === null) continue;

    const entity = await policy
      .enforce(content as unknown as Entity)
      .catch(error => {
        throw new InputError(`${shownAs}: ${toError(error).message}`);
      });
    if (!entity) continue;
    const { kind, metadata } = entity;
    const namespace = metadata.namespace ?? DEFAULT_NAMESPACE;
    const named = `${kind}/${metadata.name}`.toLowerCase();
    if (!KINDS.includes(kind)) {
      throw new InputError(
        `${shownAs}: the kind ${kind} is not one of ${KINDS.join(', ')}`,
      );
    }
    if (namespace !== DEFAULT_NAMESPACE) {
      throw new InputError(
        `${shownAs}: the namespace ${namespace} is not ${DEFAULT_NAMESPACE}`,
      );
    }
    if (names.has(named)) {
      throw new InputError(`${shownAs}: ${named} is there twice`);
    }
    names.add(named);
    entities.push(entity);
  }
  return entities;
}

/**
 * What speaks against turning a YAML tree into data. A key that is itself a map or list would be written down
 * as YAML for each level around it, so that a few hundred bytes keep the process busy for minutes; and whoever
 * walks the data by recursion runs out of stack on deep ones, which would stop the whole folder from being read.
 */
function oddityOf(
  contents: unknown,
): { position: number; reason: string } | undefined {
  const nodes = [{ node: contents, depth: 0 }];
  for (let next = nodes.pop(); next; next = nodes.pop()) {
    const { node, depth } = next;
    if (!isMap(node) && !isSeq(node)) continue;
    const position = node.range?.[0] ?? 0;
    if (depth >= MAX_DEPTH) {
      return { position, reason: `nested deeper than ${MAX_DEPTH} levels` };
    }
    if (isSeq(node)) {
      for (const item of node.items) {
        nodes.push({ node: item, depth: depth + 1 });
      }
      continue;
    }
    const keys = new Set<string>();
    for (const { key, value } of node.items) {
      if (!isScalar(key))
        return { position, reason: 'a key that is no plain text' };
      const name = String(key.value);
      if (keys.has(name)) {
        return {
          position: key.range?.[0] ?? position,
          reason: `the key ${name.slice(0, 100)} is there twice`,
        };
      }
      keys.add(name);
      nodes.push({ node: value, depth: depth + 1 });
    }
  }
  return undefined;
}
