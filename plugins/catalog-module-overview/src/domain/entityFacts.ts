import { Entity } from '@backstage/catalog-model';

/** What an entity says about itself and what an overview opens with. */
export interface EntityFacts {
  tier: string | undefined;
  lifecycle: string | undefined;
  classification: string | undefined;
  region: string | undefined;
  /** The template and version it was made from. */
  template: { name: string; version: string } | undefined;
  /** `<owner>/<name>` of its embedded repository. */
  repository: string | undefined;
}

/** Reads the facts of an entity; what is missing or not text is left out. */
export function entityFacts(entity: Entity): EntityFacts {
  const { labels = {}, annotations = {} } = entity.metadata;
  const lifecycle = entity.spec?.lifecycle;
  const template = annotations['companyos.io/template'] ?? '';
  const at = template.lastIndexOf('@');
  const repository = annotations['companyos.io/repository'];
  return {
    tier: labels['companyos.io/tier'],
    lifecycle: typeof lifecycle === 'string' ? lifecycle : undefined,
    classification: labels['companyos.io/data-classification'],
    region: labels['companyos.io/region'],
    template:
      at > 0 && at < template.length - 1
        ? { name: template.slice(0, at), version: template.slice(at + 1) }
        : undefined,
    repository:
      repository && /^[^/\s]+\/[^/\s]+$/.test(repository)
        ? repository
        : undefined,
  };
}
