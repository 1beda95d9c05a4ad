const LABEL = /^[a-z0-9]([a-z0-9._-]{0,61}[a-z0-9])?$/;

/** Whether a text can name a tenant, an environment or a region. */
export function isLabel(text: string): boolean {
  return LABEL.test(text);
}
