import { Entity } from '@backstage/catalog-model';

/** Names the golden template behind a Template entity, as `name` or `name@version`. */
export const GOLDEN_TEMPLATE_ANNOTATION = 'companyos.io/golden-template';

/** Which golden template a Template entity stands for; undefined for any other template. */
export function goldenTemplateOf(
  entity: Pick<Entity, 'metadata'> | undefined,
): { name: string; version?: string } | undefined {
  const value = entity?.metadata.annotations?.[GOLDEN_TEMPLATE_ANNOTATION];
  if (!value) {
    return undefined;
  }
  const [name, version] = value.split('@');
  return version ? { name, version } : { name };
}
