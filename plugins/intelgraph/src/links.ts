type Values = Record<string, string | number | undefined>;

function withQuery(path: string, values: Values): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    if (value !== undefined) query.set(name, String(value));
  }
  const text = query.toString();
  return text ? `${path}?${text}` : path;
}

/** Where the pages of the plugin are, in a tenant. */
export const linksIn = (tenant?: string) => ({
  timeline: (values: Values = {}) =>
    withQuery('/timeline', { ...values, tenant }),
  graph: (entity?: string, values: Values = {}) =>
    withQuery('/timeline/graph', { entity, ...values, tenant }),
  sources: withQuery('/timeline/sources', { tenant }),
  incidents: withQuery('/incidents', { tenant }),
  incident: (ref: string) => withQuery('/incidents/view', { ref, tenant }),
});

/** Where the pages of the plugin are. */
export const links = linksIn();
