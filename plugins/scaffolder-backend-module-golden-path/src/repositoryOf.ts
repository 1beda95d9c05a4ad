import { ANNOTATION_LOCATION, Entity } from '@backstage/catalog-model';
import { RepositoryUrls } from '@companyos/local-git';

/**
 * The repository of the embedded git folder that an entity comes from, as `<owner>/<name>`. Told by where the
 * catalog has read it, which the catalog writes itself; other annotations are what any file may say of itself.
 */
export function repositoryOf(
  { metadata }: Entity,
  urls: RepositoryUrls,
): string | undefined {
  const location = metadata.annotations?.[ANNOTATION_LOCATION];
  if (!location?.startsWith('url:')) return undefined;
  const url = location.slice('url:'.length);
  if (!urls.matches(url)) return undefined;
  try {
    const { owner, name } = urls.parse(url);
    return `${owner}/${name}`;
  } catch {
    return undefined;
  }
}
