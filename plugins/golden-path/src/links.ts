import { parseEntityRef } from '@backstage/catalog-model';

const ROOT = '/golden-path';

function placeOf(entityRef: string): string {
  const { kind, namespace, name } = parseEntityRef(entityRef);
  return [namespace, kind, name].map(encodeURIComponent).join('/');
}

/** Where the pages of the plugin are. */
export const links = {
  fleet: ROOT,
  repository: (entityRef: string) =>
    `${ROOT}/repositories/${placeOf(entityRef)}`,
  update: (id: string) => `${ROOT}/updates/${encodeURIComponent(id)}`,
  campaigns: `${ROOT}/campaigns`,
  newCampaign: (
    plan: { template?: string; repositories?: readonly string[] } = {},
  ) => {
    const query = new URLSearchParams();
    if (plan.template) query.set('template', plan.template);
    for (const entityRef of plan.repositories ?? []) {
      query.append('repository', entityRef);
    }
    const text = query.toString();
    return `${ROOT}/campaigns/new${text && `?${text}`}`;
  },
  campaign: (id: string) => `${ROOT}/campaigns/${encodeURIComponent(id)}`,
  entity: (entityRef: string) => `/catalog/${placeOf(entityRef)}`,
};

/** The name in an entity reference. */
export const nameOf = (entityRef: string) => parseEntityRef(entityRef).name;
