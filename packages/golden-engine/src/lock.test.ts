import { isGoldenError } from './goldenError';
import { GoldenLock, readLock, verifyLock } from './lock';
import { render } from './render';
import { testTemplate } from './__testUtils__/testTemplate';

function lockBytes(answers: object, template = testTemplate()): Buffer {
  const { files } = render(template, answers);
  const file = files.find(({ path }) => path === '.companyos/golden.lock.json');
  return Buffer.from(file?.bytes ?? '');
}

function codeOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    return isGoldenError(error) ? error.code : `not typed: ${error}`;
  }
  return 'nothing thrown';
}

describe('the lock file', () => {
  it('records the render and survives a round trip', () => {
    const result = render(testTemplate(), { name: 'payment-api' });
    const lock = readLock(lockBytes({ name: 'payment-api' }));
    expect(lock).toEqual(result.lock);
    expect(Object.keys(lock)).toEqual([
      'schema',
      'template',
      'version',
      'templateDigest',
      'engineVersion',
      'answers',
      'answersDigest',
      'files',
      'receipts',
    ]);
    expect(lock.answers).toEqual({
      name: 'payment-api',
      owner: 'group:default/platform-team',
      description: 'A service',
      docker: true,
    });
    const others = result.files.filter(
      file => file.path !== '.companyos/golden.lock.json',
    );
    expect(lock.files).toEqual(
      Object.fromEntries(
        others.map(({ path, mode, sha256 }) => [path, { mode, sha256 }]),
      ),
    );
    expect(verifyLock(lock)).toEqual([]);
  });

  it('changes one line for one answer, besides the digests', () => {
    const lines = (docker: boolean) =>
      lockBytes({ name: 'a', description: 'x', docker }).toString().split('\n');
    const before = lines(true);
    const after = lines(false);
    const changed = before.filter(line => !after.includes(line));
    expect(changed.filter(line => !/[0-9a-f]{64}/.test(line))).toEqual([
      '    "docker": true,',
      '    "Dockerfile": {',
      '      "mode": "merged",',
    ]);
  });

  it('never holds a secret, nor a digest over one', () => {
    const template = testTemplate({
      properties: { token: { type: 'string', writeOnly: true, default: '' } },
    });
    const one = lockBytes({ name: 'a', token: 'hunter2' }, template);
    expect(one.toString()).not.toContain('hunter2');
    expect(one).toEqual(lockBytes({ name: 'a', token: 'other' }, template));
  });

  it('shows any edit', () => {
    const lock = readLock(lockBytes({ name: 'a' }));
    const edits: Array<[GoldenLock, string[]]> = [
      [{ ...lock, version: '9.9.9' }, ['receipt-mismatch']],
      [
        { ...lock, answers: { ...lock.answers, name: 'b' } },
        ['answers-digest-mismatch', 'receipt-mismatch'],
      ],
      [
        {
          ...lock,
          files: {
            ...lock.files,
            Makefile: { ...lock.files.Makefile, mode: 'seeded' },
          },
        },
        ['receipt-mismatch'],
      ],
      [{ ...lock, receipts: [lock.answersDigest] }, ['receipt-mismatch']],
    ];
    for (const [edited, codes] of edits) {
      expect(
        verifyLock(readLock(Buffer.from(JSON.stringify(edited)))).map(
          problem => problem.code,
        ),
      ).toEqual(codes);
    }
  });

  it('refuses what is no lock file', () => {
    const lock = readLock(lockBytes({ name: 'a' }));
    const outside = {
      ...lock,
      files: { '../x': { mode: 'seeded', sha256: '0'.repeat(64) } },
    };
    for (const bytes of [
      '',
      '{}',
      'null',
      '{"schema":"companyos.golden.lock/v2"}',
      JSON.stringify({ ...lock, extra: 1 }),
      JSON.stringify({ ...lock, receipts: [] }),
      JSON.stringify(outside),
      ' '.repeat(1024 * 1024 + 1),
    ]) {
      expect(codeOf(() => readLock(Buffer.from(bytes)))).toMatch(
        /^(lock-invalid|path-escape)$/,
      );
    }
  });
});
