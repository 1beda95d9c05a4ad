import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import {
  GoldenError,
  GoldenTemplate,
  readRelease,
  ReleaseRecord,
  TemplateFolder,
  TemplateListing,
  TemplateVersion,
} from '@companyos/golden-engine';
import { compare, prerelease } from 'semver';

const NAME = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/** A release of a template that came with the program. */
interface Bundled {
  readonly template: GoldenTemplate;
  readonly record: ReleaseRecord;
}

/**
 * The templates that came with the program: `<name>/releases/<version>.tar.gz` and their records, without the
 * sources they were made from. Each archive is read once, and has to be what its record says.
 */
export function openBundled(root: string): TemplateFolder {
  const read = new Map<string, Promise<Bundled[]>>();

  const releasesOf = (name: string): Promise<Bundled[]> => {
    const known = read.get(name) ?? readAll(root, name);
    read.set(name, known);
    return known;
  };
  const versions = async (name: string): Promise<TemplateVersion[]> =>
    (await releasesOf(name)).map(({ template, record }) => ({
      version: template.version,
      digest: template.digest,
      release: record,
      isSource: false,
    }));

  return {
    versions,
    async get(name, version) {
      const releases = await releasesOf(name);
      const chosen =
        version === undefined
          ? newestOf(releases)
          : releases.find(({ template }) => template.version === version);
      if (!chosen) {
        throw new GoldenError(
          'template-not-found',
          `There is no release ${name}@${version}; there is ${releases
            .map(({ template }) => template.version)
            .join(', ')}`,
        );
      }
      return chosen.template;
    },
    async list() {
      const listings: TemplateListing[] = [];
      for (const name of (await readdir(root)).sort()) {
        if (!NAME.test(name)) continue;
        const newest = newestOf(await releasesOf(name))?.template;
        if (newest) {
          listings.push({
            name,
            title: newest.title,
            latest: newest.version,
            versions: await versions(name),
          });
        }
      }
      return listings;
    },
  };
}

/** Newest first. */
async function readAll(root: string, name: string): Promise<Bundled[]> {
  const files = NAME.test(name)
    ? await readdir(join(root, name, 'releases')).catch(() => undefined)
    : undefined;
  if (!files) {
    throw new GoldenError(
      'template-not-found',
      `There is no golden-path template ${JSON.stringify(name.slice(0, 100))}`,
    );
  }
  const releases = await Promise.all(
    files
      .filter(file => file.endsWith('.json'))
      .map(file =>
        readRelease(join(root, name), name, file.slice(0, -'.json'.length)),
      ),
  );
  return releases.sort((a, b) =>
    compare(b.template.version, a.template.version),
  );
}

/** A foretaste (1.0.0-rc.1) only where there is no other. */
function newestOf(releases: readonly Bundled[]): Bundled | undefined {
  return (
    releases.find(({ template }) => !prerelease(template.version)) ??
    releases[0]
  );
}
