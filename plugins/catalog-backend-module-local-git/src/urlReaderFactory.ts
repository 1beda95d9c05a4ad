import {
  ReaderFactory,
  urlReaderFactoriesServiceRef,
} from '@backstage/backend-defaults/urlReader';
import { createServiceFactory } from '@backstage/backend-plugin-api';
import { LocalGit } from '@companyos/local-git';
import { LocalGitUrlReader } from './LocalGitUrlReader';
import { readRepositoriesConfig } from './readRepositoriesConfig';

const createReader: ReaderFactory = ({ config, treeResponseFactory }) => {
  const { root, urls } = readRepositoriesConfig(config);
  let localGit: Promise<LocalGit> | undefined;
  return [
    {
      predicate: url => urls.matches(url),
      reader: new LocalGitUrlReader({
        urls,
        treeResponseFactory,
        localGit: () => {
          localGit ??= LocalGit.create({ root });
          return localGit;
        },
      }),
    },
  ];
};

/**
 * Lets every plugin's `coreServices.urlReader` read the embedded repositories.
 *
 * @public
 */
export const localGitUrlReaderFactory = createServiceFactory({
  service: urlReaderFactoriesServiceRef,
  deps: {},
  factory: () => createReader,
});
