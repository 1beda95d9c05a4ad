import {
  lstat,
  mkdir,
  mkdtemp,
  readFile,
  rename,
  rm,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { constants, gunzipSync, gzipSync } from 'node:zlib';
import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import { extract, pack } from 'tar-stream';
import { GoldenError } from './goldenError';
import {
  GoldenTemplate,
  listProblems,
  parseTemplate,
  problemsOf,
  SEMVER,
  TEMPLATE_LIMITS,
} from './goldenTemplate';
import { JsonObject } from './json';
import { loadTemplateFiles } from './loadTemplate';

/**
 * Seconds (and for the render milliseconds) of one way through a generated repository. A phase that was
 * not measured by itself is absent.
 *
 * @public
 */
export interface ReleasePhases {
  readonly renderMs?: number;
  readonly installSeconds?: number;
  readonly ciSeconds?: number;
  readonly bootSeconds?: number;
  readonly probeSeconds?: number;
  readonly stopSeconds?: number;
}

/**
 * What a template version had to pass before anything may be made from it: each combination of its options
 * was generated, installed, checked, booted, probed and stopped.
 *
 * @public
 */
export interface ReleaseRecord {
  readonly schema: 'companyos.golden.release/v1';
  readonly template: string;
  readonly version: string;
  /** The digest of the template, see {@link GoldenTemplate.digest}. */
  readonly digest: string;
  readonly engineVersion: string;
  /** ISO time, UTC. */
  readonly releasedAt: string;
  /** Of the machine that measured. */
  readonly cores: number;
  /** The version of Node it ran on. */
  readonly node: string;
  readonly combinations: readonly {
    readonly answers: JsonObject;
    readonly phases: ReleasePhases;
    /** From generate to a stopped, proven service. */
    readonly greenSeconds: number;
  }[];
  /** Over all combinations. */
  readonly greenSeconds: { readonly p50: number; readonly p95: number };
}

const MAX_RECORD_BYTES = 1024 * 1024;
const MAX_ARCHIVE_BYTES = TEMPLATE_LIMITS.totalBytes;
// Each file has a header and is filled up to whole blocks.
const MAX_TAR_BYTES =
  TEMPLATE_LIMITS.totalBytes +
  TEMPLATE_LIMITS.definitionBytes +
  8 * 1024 * 1024;

const duration = { type: 'number', minimum: 0 };
const line = { type: 'string', minLength: 1, maxLength: 200 };
const ajv = new Ajv({ allErrors: true });
addFormats(ajv);

const validateRecord = ajv.compile<ReleaseRecord>({
  type: 'object',
  additionalProperties: false,
  required: [
    'schema',
    'template',
    'version',
    'digest',
    'engineVersion',
    'releasedAt',
    'cores',
    'node',
    'combinations',
    'greenSeconds',
  ],
  properties: {
    schema: { const: 'companyos.golden.release/v1' },
    template: line,
    version: { type: 'string', pattern: SEMVER, maxLength: 64 },
    digest: { type: 'string', pattern: '^sha256:[0-9a-f]{64}$' },
    engineVersion: line,
    releasedAt: { type: 'string', format: 'date-time', pattern: 'Z$' },
    cores: { type: 'integer', minimum: 1 },
    node: line,
    combinations: {
      type: 'array',
      minItems: 1,
      maxItems: 1000,
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['answers', 'phases', 'greenSeconds'],
        properties: {
          answers: { type: 'object' },
          phases: {
            type: 'object',
            additionalProperties: false,
            properties: {
              renderMs: duration,
              installSeconds: duration,
              ciSeconds: duration,
              bootSeconds: duration,
              probeSeconds: duration,
              stopSeconds: duration,
            },
          },
          greenSeconds: duration,
        },
      },
    },
    greenSeconds: {
      type: 'object',
      additionalProperties: false,
      required: ['p50', 'p95'],
      properties: { p50: duration, p95: duration },
    },
  },
});

function invalid(reason: string): GoldenError {
  return new GoldenError('release-invalid', reason);
}

/**
 * Reads a release record.
 *
 * @throws {@link GoldenError} `release-invalid`
 * @public
 */
export function parseReleaseRecord(bytes: Uint8Array): ReleaseRecord {
  let document: unknown;
  try {
    if (bytes.byteLength > MAX_RECORD_BYTES) throw new RangeError();
    document = JSON.parse(
      new TextDecoder('utf-8', { fatal: true }).decode(bytes),
    );
  } catch {
    throw invalid('The release record is not JSON of at most 1 MiB');
  }
  if (!validateRecord(document)) {
    const problems = problemsOf(validateRecord.errors);
    throw new GoldenError(
      'release-invalid',
      `The release record does not fit companyos.golden.release/v1: ${listProblems(
        problems,
      )}`,
      problems,
    );
  }
  return document;
}

/** The same bytes for the same files, wherever and whenever. */
async function packArchive(
  files: ReadonlyMap<string, Uint8Array>,
): Promise<Buffer> {
  const archive = pack();
  for (const name of [...files.keys()].sort()) {
    archive.entry(
      {
        name,
        mode: 0o644,
        mtime: new Date(0),
        uid: 0,
        gid: 0,
        uname: '',
        gname: '',
        type: 'file',
      },
      Buffer.from(files.get(name) ?? ''),
    );
  }
  archive.finalize();
  const zipped = gzipSync(await buffer(archive), {
    level: constants.Z_BEST_COMPRESSION,
  });
  // RFC 1952 §2.3.1: bytes 4–7 are a time, byte 9 the system it was packed on; neither matters.
  zipped.fill(0, 4, 8);
  zipped[9] = 255;
  return zipped;
}

/** Refuses all but a few regular files of a bounded size; nothing is written anywhere. */
async function unpackArchive(zipped: Uint8Array): Promise<GoldenTemplate> {
  let tar: Buffer;
  try {
    tar = gunzipSync(zipped, { maxOutputLength: MAX_TAR_BYTES });
  } catch {
    throw invalid(
      `The archive is not gzip, or larger than ${MAX_TAR_BYTES} bytes when unpacked`,
    );
  }
  const files = new Map<string, Uint8Array>();
  const archive = extract();
  archive.end(tar);
  try {
    for await (const entry of archive) {
      const { name, type, size = 0 } = entry.header;
      if (type !== 'file') {
        throw invalid(
          `The archive has ${name} in it, which is no regular file`,
        );
      }
      if (
        (name !== 'golden.yaml' && !name.startsWith('skeleton/')) ||
        files.has(name)
      ) {
        throw invalid(`The archive has ${name} in it, twice or out of place`);
      }
      if (
        size > TEMPLATE_LIMITS.fileBytes ||
        files.size > TEMPLATE_LIMITS.files
      ) {
        throw invalid('The archive passes the limits of a template');
      }
      files.set(name, await buffer(entry));
    }
  } catch (error) {
    if (error instanceof GoldenError) throw error;
    throw invalid('The archive is not a tar file');
  }
  const definition = files.get('golden.yaml');
  if (!definition) throw invalid('The archive has no golden.yaml');
  files.delete('golden.yaml');
  // Checks each path.
  return parseTemplate(
    definition,
    new Map(
      [...files].map(([name, bytes]) => [
        name.slice('skeleton/'.length),
        bytes,
      ]),
    ),
  );
}

/** Reads a file that is no link and not too large. */
async function readBounded(path: string, maxBytes: number): Promise<Buffer> {
  const stats = await lstat(path).catch(() => undefined);
  if (!stats?.isFile() || stats.size > maxBytes) {
    throw invalid(
      `There is no file ${path
        .split('/')
        .slice(-2)
        .join('/')} of at most ${maxBytes} bytes`,
    );
  }
  return readFile(path);
}

/** Reads `releases/<version>.json` of a template's folder, and that it is for this template and version. */
export async function readReleaseRecord(
  directory: string,
  template: string,
  version: string,
): Promise<ReleaseRecord> {
  const record = parseReleaseRecord(
    await readBounded(
      join(directory, 'releases', `${version}.json`),
      MAX_RECORD_BYTES,
    ),
  );
  if (record.template !== template || record.version !== version) {
    throw invalid(
      `releases/${version}.json is the record of ${record.template}@${record.version}`,
    );
  }
  return record;
}

/**
 * Reads a released version of the template in a folder. Nothing is unpacked to disk.
 *
 * @throws {@link GoldenError} `release-invalid` when it is not what the record says, or breaks a limit;
 *   `template-invalid` when it is no template
 * @public
 */
export async function readRelease(
  directory: string,
  name: string,
  version: string,
): Promise<{ template: GoldenTemplate; record: ReleaseRecord }> {
  const record = await readReleaseRecord(directory, name, version);
  const template = await unpackArchive(
    await readBounded(
      join(directory, 'releases', `${version}.tar.gz`),
      MAX_ARCHIVE_BYTES,
    ),
  );
  if (
    template.name !== name ||
    template.version !== version ||
    template.digest !== record.digest
  ) {
    throw invalid(
      `releases/${version}.tar.gz holds ${template.name}@${template.version} (${template.digest}), but ${name}@${version} (${record.digest}) was released`,
    );
  }
  return { template, record };
}

/**
 * Releases the template in a folder: writes `releases/<version>.tar.gz` and `<version>.json` beside it.
 * The archive has the same bytes wherever and whenever it is written.
 *
 * @throws {@link GoldenError} `release-invalid` when the record is not of this template's bytes,
 *   `release-exists` when the version was released from other bytes
 * @public
 */
export async function writeRelease(
  directory: string,
  record: ReleaseRecord,
): Promise<void> {
  const text = `${JSON.stringify(record, undefined, 2)}\n`;
  parseReleaseRecord(Buffer.from(text));
  const { definition, skeleton } = await loadTemplateFiles(directory);
  const template = parseTemplate(definition, skeleton);
  if (
    record.template !== template.name ||
    record.version !== template.version ||
    record.digest !== template.digest
  ) {
    throw invalid(
      `The record is of ${record.template}@${record.version} (${record.digest}), but the folder holds ${template.name}@${template.version} (${template.digest})`,
    );
  }
  const releases = join(directory, 'releases');
  const archivePath = join(releases, `${record.version}.tar.gz`);
  const recordPath = join(releases, `${record.version}.json`);
  if (await lstat(recordPath).catch(() => undefined)) {
    const known = await readReleaseRecord(
      directory,
      record.template,
      record.version,
    );
    if (known.digest !== record.digest) {
      throw new GoldenError(
        'release-exists',
        `${record.template}@${record.version} was released before, from other bytes; raise the version in golden.yaml`,
      );
    }
  }

  const archive = await packArchive(
    new Map([
      ['golden.yaml', definition],
      ...[...skeleton].map(
        ([path, bytes]) => [`skeleton/${path}`, bytes] as const,
      ),
    ]),
  );
  await mkdir(releases, { recursive: true });
  // The record makes a release, so it comes last; neither is ever there by half.
  const staging = await mkdtemp(join(releases, '.writing-'));
  try {
    await writeFile(join(staging, 'archive'), archive);
    await writeFile(join(staging, 'record'), text);
    await rename(join(staging, 'archive'), archivePath);
    await rename(join(staging, 'record'), recordPath);
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}
