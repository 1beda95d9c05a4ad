import fc from 'fast-check';
import { stringify } from 'yaml';
import { FileMode, GoldenTemplate, parseTemplate } from './goldenTemplate';
import { GOLDEN_LOCK_PATH, GoldenLock, readLock, verifyLock } from './lock';
import { render } from './render';
import { updateRepository, UpdateResult } from './updateRepository';
import { file, Files, TestRepository } from './__testUtils__/testRepository';
import { testTemplates } from './__testUtils__/testTemplates';

interface TemplateFile {
  keeper: FileMode;
  executable: boolean;
  lines: string[];
}

type Edit =
  | { kind: 'insert' | 'replace' | 'delete'; file: number; line: number }
  | { kind: 'add' | 'rename'; file: number; path: string }
  | {
      kind: 'remove' | 'mode' | 'link' | 'unterminated' | 'crlf';
      file: number;
    };

// Folders that are files elsewhere, and names that differ in case only, among them.
const PATHS = [
  'a.txt',
  'A.txt',
  'b',
  'b/c.txt',
  'd/e.txt',
  'd/f.json',
  'd',
  'g.md',
  'd/sub/h',
];
const LINES = ['one', 'two', 'three', 'four', 'five', '}', '', '{'];

const templateFile: fc.Arbitrary<TemplateFile> = fc.record({
  keeper: fc.constantFrom<FileMode>('managed', 'merged', 'merged', 'seeded'),
  executable: fc.boolean(),
  lines: fc.array(fc.constantFrom(...LINES), { maxLength: 9 }),
});

/** What a version has: never two files that take the same place. */
const templateFiles = fc
  .array(fc.tuple(fc.constantFrom(...PATHS), templateFile), { maxLength: 6 })
  .map(entries => {
    const files = new Map<string, TemplateFile>();
    for (const [path, content] of entries) {
      const collides = [...files.keys()].some(
        other =>
          other.toLowerCase() === path.toLowerCase() ||
          other.startsWith(`${path}/`) ||
          path.startsWith(`${other}/`),
      );
      if (!collides) files.set(path, content);
    }
    return files;
  });

/** The next version: most files go on with a few lines changed, some come and go. */
const nextFiles = (previous: Map<string, TemplateFile>) =>
  fc
    .tuple(
      templateFiles,
      fc.array(
        fc.record({
          stays: fc.nat(9),
          at: fc.nat(9),
          line: fc.constantFrom(...LINES, 'new'),
          keeper: fc.nat(9),
        }),
        { minLength: 6, maxLength: 6 },
      ),
    )
    .map(([fresh, changes]) => {
      const files = new Map<string, TemplateFile>();
      [...previous].forEach(([path, before], index) => {
        const { stays, at, line, keeper } = changes[index % changes.length];
        if (stays === 0) return;
        const lines = [...before.lines];
        if (stays < 8) lines.splice(at % (lines.length + 1), stays % 2, line);
        files.set(path, {
          ...before,
          lines,
          keeper: (['seeded', 'managed'] as const)[keeper] ?? before.keeper,
        });
      });
      for (const [path, content] of fresh) {
        const collides = [...files.keys()].some(
          other =>
            other.toLowerCase() === path.toLowerCase() ||
            other.startsWith(`${path}/`) ||
            path.startsWith(`${other}/`),
        );
        if (!collides) files.set(path, content);
      }
      return files;
    });

const move = fc
  .tuple(
    fc.constantFrom(...PATHS),
    fc.constantFrom(...PATHS, 'moved/x', 'moved'),
  )
  .filter(([from, to]) => !`${to}/`.startsWith(`${from}/`))
  .map(([from, to]) => ({ from, to }));

const edit: fc.Arbitrary<Edit> = fc.oneof(
  fc.record({
    kind: fc.constantFrom(
      'insert' as const,
      'replace' as const,
      'delete' as const,
    ),
    file: fc.nat(20),
    line: fc.nat(20),
  }),
  fc.record({
    kind: fc.constantFrom('add' as const, 'rename' as const),
    file: fc.nat(20),
    path: fc.constantFrom(...PATHS, 'mine/x', 'moved/x'),
  }),
  fc.record({
    kind: fc.constantFrom(
      'remove' as const,
      'mode' as const,
      'link' as const,
      'unterminated' as const,
      'crlf' as const,
    ),
    file: fc.nat(20),
  }),
);

const story = templateFiles.chain(first =>
  nextFiles(first).chain(second =>
    nextFiles(second).chain(third =>
      fc.record({
        versions: fc.constant([first, second, third]),
        moves: fc.array(fc.array(move, { maxLength: 2 }), {
          minLength: 2,
          maxLength: 2,
        }),
        edits: fc.array(fc.array(edit, { maxLength: 6 }), {
          minLength: 2,
          maxLength: 2,
        }),
        skips: fc.boolean(),
      }),
    ),
  ),
);

function templateOf(
  version: string,
  files: Map<string, TemplateFile>,
  migrations: object[],
): GoldenTemplate {
  return parseTemplate(
    Buffer.from(
      stringify({
        schema: 'companyos.golden/v1',
        name: 'any',
        version,
        title: 'Any',
        summary: 'Any',
        parameters: {
          type: 'object',
          additionalProperties: false,
          properties: {},
        },
        migrations,
        files: [...files].map(([match, { keeper, executable }]) => ({
          match,
          mode: keeper,
          executable,
        })),
      }),
    ),
    new Map(
      [...files].map(([path, { lines }]) => [
        path,
        Buffer.from(lines.map(line => `${line}\n`).join('')),
      ]),
    ),
  );
}

let counter = 0;

/** Does what a team does, each line of its own never seen before. */
function apply(files: Files, edits: Edit[]): void {
  const unique = () => {
    counter += 1;
    return `user-${counter}-`;
  };
  for (const change of edits) {
    const paths = [...files.keys()].filter(path => path !== GOLDEN_LOCK_PATH);
    const path = paths[change.file % Math.max(1, paths.length)];
    const current = path === undefined ? undefined : files.get(path);
    if (change.kind === 'add') {
      const blocked = [...files.keys()].some(
        other =>
          other !== change.path &&
          (other.startsWith(`${change.path}/`) ||
            change.path.startsWith(`${other}/`)),
      );
      if (!blocked) {
        files.set(change.path, file(`one\n${unique()}\ntwo\n}\n${unique()}\n`));
      }
    } else if (!current || path === undefined) {
      continue;
    } else if (change.kind === 'rename') {
      const blocked = [...files.keys()].some(
        other =>
          other !== path &&
          (other === change.path ||
            other.startsWith(`${change.path}/`) ||
            change.path.startsWith(`${other}/`)),
      );
      if (!blocked) {
        files.delete(path);
        files.set(change.path, current);
      }
    } else if (change.kind === 'remove') {
      files.delete(path);
    } else if (change.kind === 'link') {
      files.set(path, file(`${unique()}target`, '120000'));
    } else if (current.mode.startsWith('100')) {
      const lines = current.bytes.toString().split('\n');
      const place = 'line' in change ? change.line % lines.length : 0;
      if (change.kind === 'insert') lines.splice(place, 0, unique());
      if (change.kind === 'replace') lines.splice(place, 1, unique());
      if (change.kind === 'delete') lines.splice(place, 1);
      let text = lines.join('\n');
      if (change.kind === 'unterminated') text = `${text}${unique()}`;
      if (change.kind === 'crlf') text = text.replace(/\r?\n/g, '\r\n');
      const mode =
        change.kind === 'mode' && current.mode === '100644'
          ? '100755'
          : current.mode;
      files.set(path, file(text, mode));
    }
  }
}

const userLines = (bytes: Buffer) => bytes.toString().match(/user-\d+-/g) ?? [];

const lockOf = (files: Files) =>
  readLock(files.get(GOLDEN_LOCK_PATH)?.bytes ?? Buffer.of());

interface Step {
  before: Files;
  after: Files;
  /** The lock file before. */
  from: GoldenLock;
  to: string;
  target: Map<string, TemplateFile>;
  moves: { from: string; to: string }[];
  /** Whether nobody changed anything. */
  isPlain: boolean;
  result: UpdateResult;
}

/** Everywhere a file may be after the moves. */
function placesOf(path: string, { moves }: Step): string[] {
  const places = [path];
  for (const { from, to } of moves) {
    for (const known of [...places]) {
      if (known === from || known.startsWith(`${from}/`)) {
        places.push(`${to}${known.slice(from.length)}`);
      }
    }
  }
  return places;
}

/** What happened to a team's file that must not happen. */
function faultsOfFile(path: string, step: Step): string[] {
  const { before, after, from, target, result } = step;
  const { mode, bytes } = before.get(path) ?? file('');
  const places = placesOf(path, step);
  const now = places.flatMap(place => {
    const found = after.get(place);
    return found ? [{ place, ...found }] : [];
  });
  const isOfTemplate = places.some(
    place => Object.hasOwn(from.files, place) || target.has(place),
  );
  const isSeeded = [
    from.files[path]?.mode,
    ...places.map(place => target.get(place)?.keeper),
  ].every(keeper => keeper === undefined || keeper === 'seeded');
  const isUntouchable = !isOfTemplate || isSeeded || !mode.startsWith('100');
  const conflicting = new Set(result.conflicts.map(conflict => conflict.path));
  return [
    // Kept, also where there is a conflict: its markers then stand around the line.
    ...userLines(bytes)
      .filter(line => !now.some(other => other.bytes.includes(line)))
      .map(line => `${path} lost ${line}`),
    ...(isUntouchable &&
    !now.some(other => other.mode === mode && other.bytes.equals(bytes))
      ? [`${path} is not as it was`]
      : []),
    ...now
      .filter(
        other =>
          other.bytes.includes('<<<<<<< yours') &&
          // One that was left unresolved is there still.
          ![bytes, before.get(other.place)?.bytes].some(known =>
            known?.includes('<<<<<<< yours'),
          ) &&
          !conflicting.has(other.place),
      )
      .map(({ place }) => `${place} has a conflict nobody tells of`),
  ];
}

/** What is not as the template wants it, though nobody stood in its way. */
function faultsOfTemplate({ after, target, result }: Step): string[] {
  const obstructed = result.conflicts.filter(({ reason }) =>
    /cannot stand beside/.test(reason),
  );
  const paths = new Set(obstructed.map(({ path }) => path));
  return [
    ...result.conflicts
      .filter(({ path }) => !paths.has(path))
      .map(({ path, reason }) => `${path}: ${reason}`),
    ...[...target].flatMap(([path, { lines, keeper, executable }]) => {
      const found = after.get(path);
      const wanted = lines.map(line => `${line}\n`).join('');
      return keeper === 'seeded' ||
        paths.has(path) ||
        (found?.mode === (executable ? '100755' : '100644') &&
          found.bytes.toString() === wanted)
        ? []
        : [`${path} is not as the template has it`];
    }),
  ];
}

function faultsOf(step: Step): string[] {
  const { before, after, from, to, isPlain, moves, result } = step;
  const lock = lockOf(after);
  const [, ...receipts] = lock.receipts;
  return [
    ...[...before.keys()]
      .filter(path => path !== GOLDEN_LOCK_PATH)
      .flatMap(path => faultsOfFile(path, step)),
    ...(isPlain && moves.length === 0 ? faultsOfTemplate(step) : []),
    ...verifyLock(lock).map(({ message }) => message),
    ...(lock.version === to ? [] : [`the lock is of ${lock.version}`]),
    ...(receipts.join() === from.receipts.join() ? [] : ['receipts are lost']),
    ...((result.status === 'conflicts') === result.conflicts.length > 0
      ? []
      : [`the status is ${result.status}`]),
  ];
}

describe('updateRepository, whatever happened before', () => {
  let repository: TestRepository;

  beforeAll(async () => {
    repository = await TestRepository.create();
  });

  afterAll(() => repository.remove());

  it('keeps every committed line of a team, and all of what is not its own', async () => {
    const seen = { clean: 0, conflicts: 0, current: 0 };
    await fc.assert(
      fc.asyncProperty(story, async ({ versions, moves, edits, skips }) => {
        const migrations = moves.map((list, index) => ({
          to: `1.${index + 1}.0`,
          moves: list,
        }));
        const released = versions.map((files, index) =>
          templateOf(`1.${index}.0`, files, migrations.slice(0, index)),
        );
        let files: Files = new Map(
          render(released[0], {}).files.map(({ path, bytes, executable }) => [
            path,
            file(bytes, executable ? '100755' : '100644'),
          ]),
        );
        let parents: string[] = [];
        for (const [round, index] of (skips ? [2] : [1, 2]).entries()) {
          const before = new Map(files);
          apply(before, edits[round]);
          const commit = await repository.commit(before, parents);
          const from = lockOf(before);
          const to = `1.${index}.0`;
          const result = await updateRepository({
            gitDir: repository.gitDir,
            commit,
            templates: testTemplates(released),
            to,
            author: { name: 'Bot', email: 'bot@example.com' },
            committedAtMs: 1_700_000_000_000,
          });
          seen[result.status] += 1;
          const after = await repository.read(result.commit ?? commit);
          const step: Step = {
            before,
            after,
            from,
            to,
            target: versions[index],
            moves: migrations
              .slice(Number(from.version.split('.')[1]), index)
              .flatMap(({ moves: list }) => list),
            isPlain: round === 0 && edits[0].length === 0,
            result,
          };
          expect(faultsOf(step)).toEqual([]);
          files = after;
          parents = [result.commit ?? commit];
        }
      }),
      { numRuns: Number(process.env.GOLDEN_PROPERTY_RUNS ?? 60) },
    );
    // The stories are of both kinds, or the property says little.
    expect(seen.clean).toBeGreaterThan(10);
    expect(seen.conflicts).toBeGreaterThan(10);
    expect(seen.current).toBe(0);
  }, 300_000);
});
