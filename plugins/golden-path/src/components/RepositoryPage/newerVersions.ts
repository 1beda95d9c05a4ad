import type { RepositoryDetail } from '@companyos/plugin-golden-path-common';

/** Released versions that a repository can be brought to, newest first. */
export function newerVersions({
  version,
  versions,
}: Pick<RepositoryDetail, 'version' | 'versions'>): string[] {
  const at = versions.findIndex(one => one.version === version);
  return (at < 0 ? versions : versions.slice(0, at))
    .filter(({ release }) => release)
    .map(one => one.version);
}
