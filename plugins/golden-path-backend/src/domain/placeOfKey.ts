import { RepositoryHost, RepositoryPlace } from '../sources/types';

/** The place again from its key and URL, as they are kept with an update. */
export function placeOfKey(
  host: RepositoryHost,
  key: string,
  url: string,
): RepositoryPlace {
  const rest = key.slice(host.length + 1).split('/');
  const [owner, name] = rest.slice(-2);
  return {
    host,
    key,
    url,
    owner,
    name,
    hostname: rest.slice(0, -2).join('/'),
  };
}
