import { Dirent, lstatSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { compare, prerelease } from 'semver';
import { sha256 } from './digest';
import { GoldenError } from './goldenError';
import { GoldenTemplate } from './goldenTemplate';
import { loadTemplate } from './loadTemplate';
import { readRelease, readReleaseRecord, ReleaseRecord } from './release';

/**
 * A version of a template that a folder holds.
 *
 * @public
 */
export interface TemplateVersion {
  readonly version: string;
  readonly digest: string;
  /** Absent where it was not released. */
  readonly release?: ReleaseRecord;
  /** Whether the source in the folder is this version. */
  readonly isSource: boolean;
}

/**
 * A template of a folder.
 *
 * @public
 */
export interface TemplateListing {
  readonly name: string;
  readonly title: string;
  /** The version {@link TemplateFolder.get} gives when none is asked for; absent where there is none. */
  readonly latest?: string;
  /** Newest first. */
  readonly versions: readonly TemplateVersion[];
}

/**
 * The templates of a folder, with all their versions. Each is read once, and again when a file of it changed.
 *
 * @public
 */
export interface TemplateFolder {
  /** Sorted by name; a faulty one is left out and told to `onProblem`. */
  list(): Promise<TemplateListing[]>;
  /**
   * Newest first.
   *
   * @throws {@link GoldenError} `template-not-found`, or what is wrong with the source or a release
   */
  versions(name: string): Promise<TemplateVersion[]>;
  /**
   * @param version - by default the newest release; where there is none, and it is allowed, the source
   * @throws {@link GoldenError} `template-not-found`, `template-unreleased`, or what is wrong with it
   */
  get(name: string, version?: string): Promise<GoldenTemplate>;
}

/**
 * How {@link openTemplates} reads.
 *
 * @public
 */
export interface TemplateFolderOptions {
  /** Whether a source that has not been released may be used. */
  readonly allowUnreleased?: boolean;
  /** Hears of templates that cannot be used, and of sources that differ from the release of their version. */
  readonly onProblem?: (name: string, error: unknown) => void;
}

const NAME = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
const RECORD = /^([0-9A-Za-z.+-]{1,64})\.json$/;
const MAX_ENTRIES = 10_000;
/** Folders beside the templates that are none; as names they are taken. */
const RESERVED = new Set(['shared', 'testing']);

/**
 * Changes with every file that is added, removed or written; undefined where the first is not there.
 * Synchronous: a few hundred entries are asked for faster than they are waited for one by one.
 */
function fingerprintOf(paths: readonly string[]): string | undefined {
  const lines: string[] = [];
  const note = (path: string) => {
    const stats = lstatSync(path, { throwIfNoEntry: false });
    if (!stats) return undefined;
    const { mtimeMs, ctimeMs, ino, size } = stats;
    lines.push([path, mtimeMs, ctimeMs, ino, size].join(' '));
    return stats;
  };
  const walk = (folder: string) => {
    for (const entry of entriesOf(folder)) {
      const path = join(folder, entry.name);
      // The engine refuses so many; reading on would only take time.
      if (lines.length > MAX_ENTRIES) return;
      note(path);
      if (entry.isDirectory()) walk(path);
    }
  };
  for (const [index, path] of paths.entries()) {
    const stats = note(path);
    if (!stats && index === 0) return undefined;
    if (stats?.isDirectory()) walk(path);
  }
  return sha256(lines.join('\n'));
}

/** What is in a folder, by name; nothing where there is none. */
function entriesOf(folder: string): Dirent[] {
  return statSync(folder, { throwIfNoEntry: false })?.isDirectory()
    ? readdirSync(folder, { withFileTypes: true }).sort((a, b) =>
        a.name < b.name ? -1 : 1,
      )
    : [];
}

/** The newest release; one that is only a foretaste (1.0.0-rc.1) where there is no other. */
export function newestReleased(
  versions: readonly TemplateVersion[],
): TemplateVersion | undefined {
  const released = versions.filter(({ release }) => release);
  return released.find(({ version }) => !prerelease(version)) ?? released[0];
}

/** Keeps what was read until its files change. */
class Cache<T> {
  readonly #known = new Map<
    string,
    { fingerprint: string; value: Promise<T> }
  >();

  async get(
    key: string,
    fingerprint: string,
    read: () => Promise<T>,
  ): Promise<T> {
    let entry = this.#known.get(key);
    if (entry?.fingerprint !== fingerprint) {
      const fresh = { fingerprint, value: read() };
      entry = fresh;
      this.#known.set(key, fresh);
      // What failed may have failed for a reason outside the files.
      fresh.value.catch(() => {
        if (this.#known.get(key) === fresh) this.#known.delete(key);
      });
    }
    return entry.value;
  }
}

/**
 * Opens a folder with one template a sub-folder: its source, and its releases in `releases/`. Sub-folders
 * without `golden.yaml` are no templates.
 *
 * @public
 */
export function openTemplates(
  root: string,
  options: TemplateFolderOptions = {},
): TemplateFolder {
  const sources = new Cache<GoldenTemplate>();
  const releases = new Cache<GoldenTemplate>();
  const records = new Cache<ReleaseRecord>();
  const told = new Map<string, string>();

  const tell = (name: string, error: unknown) => {
    // Once: the list is asked for with every page.
    const words = error instanceof Error ? error.message : String(error);
    if (told.get(name) === words) return;
    told.set(name, words);
    options.onProblem?.(name, error);
  };

  const directoryOf = (name: string): string => {
    const directory = join(root, name);
    const isTemplate =
      NAME.test(name) &&
      !RESERVED.has(name) &&
      lstatSync(directory, { throwIfNoEntry: false })?.isDirectory() &&
      lstatSync(join(directory, 'golden.yaml'), { throwIfNoEntry: false });
    if (!isTemplate) {
      throw new GoldenError(
        'template-not-found',
        `There is no golden-path template ${JSON.stringify(
          name.slice(0, 100),
        )}`,
      );
    }
    return directory;
  };

  const sourceOf = (name: string): Promise<GoldenTemplate> => {
    const directory = directoryOf(name);
    const fingerprint = fingerprintOf([
      join(directory, 'golden.yaml'),
      join(directory, 'skeleton'),
      join(root, 'shared'),
    ]);
    return sources.get(name, fingerprint ?? '', async () => {
      const template = await loadTemplate(directory);
      if (template.name !== name) {
        throw new GoldenError(
          'template-invalid',
          `The template in the folder ${name} calls itself ${template.name}`,
        );
      }
      return template;
    });
  };

  const recordsOf = async (name: string): Promise<ReleaseRecord[]> => {
    const directory = directoryOf(name);
    const folder = join(directory, 'releases');
    const found: ReleaseRecord[] = [];
    for (const entry of entriesOf(folder)) {
      const version = RECORD.exec(entry.name)?.[1];
      if (version === undefined) continue;
      const fingerprint = fingerprintOf([join(folder, entry.name)]);
      found.push(
        await records.get(`${name}@${version}`, fingerprint ?? '', () =>
          readReleaseRecord(directory, name, version),
        ),
      );
    }
    return found;
  };

  const releasedTemplate = (
    name: string,
    version: string,
  ): Promise<GoldenTemplate> => {
    const directory = directoryOf(name);
    const fingerprint = fingerprintOf([
      join(directory, 'releases', `${version}.json`),
      join(directory, 'releases', `${version}.tar.gz`),
    ]);
    return releases.get(`${name}@${version}`, fingerprint ?? '', async () => {
      return (await readRelease(directory, name, version)).template;
    });
  };

  const versionsOf = async (
    name: string,
  ): Promise<{ versions: TemplateVersion[]; source?: GoldenTemplate }> => {
    const released = await recordsOf(name);
    const source = await sourceOf(name).catch(error => {
      // What was released stays good while somebody breaks the source.
      if (released.length === 0) throw error;
      tell(name, error);
      return undefined;
    });
    const versions: TemplateVersion[] = released.map(release => ({
      version: release.version,
      digest: release.digest,
      release,
      isSource: release.digest === source?.digest,
    }));
    const same = versions.find(({ version }) => version === source?.version);
    if (source && !same) {
      versions.push({
        version: source.version,
        digest: source.digest,
        isSource: true,
      });
    } else if (source && !same?.isSource) {
      tell(
        name,
        new GoldenError(
          'template-invalid',
          `The source of ${name} changed after ${source.version} was released; raise the version in its golden.yaml`,
        ),
      );
    }
    return {
      source,
      versions: versions.sort((a, b) => compare(b.version, a.version)),
    };
  };

  const newest = (
    versions: readonly TemplateVersion[],
  ): TemplateVersion | undefined =>
    newestReleased(versions) ??
    (options.allowUnreleased ? versions[0] : undefined);

  return {
    versions: async name => (await versionsOf(name)).versions,

    async get(name, version) {
      const directory = directoryOf(name);
      // The way of a drift check, a thousand times in a row: a release needs no look at the source.
      if (
        version !== undefined &&
        RECORD.test(`${version}.json`) &&
        lstatSync(join(directory, 'releases', `${version}.json`), {
          throwIfNoEntry: false,
        })
      ) {
        return releasedTemplate(name, version);
      }
      const { source, versions } = await versionsOf(name);
      const chosen =
        version === undefined
          ? newest(versions)
          : versions.find(candidate => candidate.version === version);
      if (chosen?.release) return releasedTemplate(name, chosen.version);
      if (version !== undefined && !chosen) {
        throw new GoldenError(
          'template-not-found',
          `There is no ${name}@${version.slice(0, 100)}; there is ${versions
            .map(known => known.version)
            .join(', ')}`,
        );
      }
      if (!source || !chosen || !options.allowUnreleased) {
        throw new GoldenError(
          'template-unreleased',
          `${name}@${
            source?.version ?? version
          } has not been released: not every combination of its options has passed`,
        );
      }
      return source;
    },

    async list() {
      const listings: TemplateListing[] = [];
      for (const entry of entriesOf(root)) {
        const isTemplate =
          entry.isDirectory() &&
          !RESERVED.has(entry.name) &&
          lstatSync(join(root, entry.name, 'golden.yaml'), {
            throwIfNoEntry: false,
          });
        if (!isTemplate) continue;
        try {
          const { versions, source } = await versionsOf(entry.name);
          const latest = newest(versions);
          const shown = latest?.release
            ? await releasedTemplate(entry.name, latest.version)
            : source;
          listings.push({
            name: entry.name,
            title: shown?.title ?? entry.name,
            latest: latest?.version,
            versions,
          });
        } catch (error) {
          tell(entry.name, error);
        }
      }
      return listings;
    },
  };
}
