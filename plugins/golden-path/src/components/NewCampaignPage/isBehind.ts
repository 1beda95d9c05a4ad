import type { TemplateVersionView } from '@companyos/plugin-golden-path-common';

/**
 * Whether one version comes before another.
 *
 * @param versions - of the template, newest first; one that is not among them counts as older than all
 */
export function isBehind(
  version: string,
  target: string,
  versions: readonly Pick<TemplateVersionView, 'version'>[],
): boolean {
  const at = versions.findIndex(one => one.version === version);
  const wanted = versions.findIndex(one => one.version === target);
  return at < 0 || at > wanted;
}
