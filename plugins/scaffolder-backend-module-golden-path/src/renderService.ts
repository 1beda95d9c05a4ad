import { stringifyEntityRef } from '@backstage/catalog-model';
import { ServiceUnavailableError } from '@backstage/errors';
import { JsonObject } from '@backstage/types';
import {
  GOLDEN_LOCK_PATH,
  GoldenTemplate,
  render,
  RenderResult,
} from '@companyos/golden-engine';
import { parseAllDocuments } from 'yaml';
import { parseServiceOwner, ServiceOwner } from './serviceOwner';
import { withBackstageErrors } from './withBackstageErrors';

/**
 * A service as it will be born.
 */
export interface RenderedService extends RenderResult {
  readonly name: string;
  readonly owner: ServiceOwner;
  /** Of the component its `catalog-info.yaml` describes. */
  readonly entityRef: string;
  /** `sha256:` of the lock file's bytes. */
  readonly lockDigest: string;
}

/**
 * Renders a template and checks what a service must have besides: a name, an owner, and a component of that
 * name in `catalog-info.yaml`.
 *
 * @throws InputError for the answers, ServiceUnavailableError for the template
 */
export function renderService(
  template: GoldenTemplate,
  answers: JsonObject,
): RenderedService {
  const result = withBackstageErrors(() => render(template, answers));
  const { name, owner } = result.lock.answers;
  if (typeof name !== 'string' || typeof owner !== 'string') {
    throw new ServiceUnavailableError(
      `The template ${template.name} asks for no name or no owner`,
    );
  }
  const entityRef = stringifyEntityRef({
    kind: 'component',
    namespace: 'default',
    name,
  });
  const fileOf = (path: string) =>
    result.files.find(file => file.path === path);
  const described = parseAllDocuments(
    Buffer.from(fileOf('catalog-info.yaml')?.bytes ?? '').toString(),
  );
  const hasComponent =
    Array.isArray(described) &&
    described.some(
      document =>
        document.errors.length === 0 &&
        document.get('kind') === 'Component' &&
        document.getIn(['metadata', 'name']) === name,
    );
  if (!hasComponent) {
    throw new ServiceUnavailableError(
      `The template ${template.name} gives no catalog-info.yaml with ${entityRef}`,
    );
  }
  return {
    ...result,
    name,
    owner: parseServiceOwner(owner),
    entityRef,
    lockDigest: `sha256:${fileOf(GOLDEN_LOCK_PATH)?.sha256}`,
  };
}
