import { ProcessingStatus } from '../api/overviewApiRef';
import { findProblems, stateOf } from './findProblems';

const self = 'component:default/payments';
const now = Date.parse('2026-03-02T12:00:00Z');

const fine: ProcessingStatus = {
  lastDiscoveryAt: '2026-03-02T11:59:00Z',
  nextUpdateAt: '2026-03-02T12:01:00Z',
  lastStitchedAt: '2026-03-02T11:00:00Z',
  location: null,
  originLocation: null,
  errors: [],
  orphan: false,
  unprocessedDiffers: false,
};

function problems(
  overrides: Partial<ProcessingStatus>,
  missing: string[] = [],
) {
  return findProblems(self, { ...fine, ...overrides }, missing, now);
}

describe('findProblems', () => {
  it('finds nothing where nothing is wrong', () => {
    expect(problems({})).toEqual([]);
    expect(stateOf([])).toBe('pass');
    // Due a moment ago is due, not overdue.
    expect(problems({ nextUpdateAt: '2026-03-02T11:55:00Z' })).toEqual([]);
  });

  it('lists the worst first and judges by it', () => {
    const all = problems(
      {
        errors: [
          { name: 'InputError', message: 'metadata.name must be a string' },
          {
            name: 'NotFoundError',
            message: 'file:/x does not exist',
            entityRef: 'location:default/all',
          },
        ],
        orphan: true,
        nextUpdateAt: '2026-03-02T11:00:00Z',
        unprocessedDiffers: true,
      },
      ['system:default/gone', 'system:default/gone'],
    );
    expect(all).toEqual([
      {
        kind: 'error',
        name: 'InputError',
        message: 'metadata.name must be a string',
        fix: 'invalid',
        at: undefined,
      },
      {
        kind: 'error',
        name: 'NotFoundError',
        message: 'file:/x does not exist',
        fix: 'gone',
        at: 'location:default/all',
      },
      { kind: 'orphan' },
      { kind: 'missing', refs: ['system:default/gone'] },
      { kind: 'overdue', sinceIso: '2026-03-02T11:00:00Z' },
    ]);
    expect(stateOf(all)).toBe('fail');
    expect(stateOf(problems({ orphan: true }))).toBe('warn');
    expect(stateOf(problems({ unprocessedDiffers: true }))).toBe('info');
  });

  it.each([
    ['Error', 'YAML error at file:/x, bad indentation', 'yaml'],
    [
      'Error',
      'https://git.example/x could not be read, 401 Unauthorized',
      'refused',
    ],
    ['NotAllowedError', 'Reading from https://x is not allowed', 'refused'],
    ['Error', 'connect ECONNREFUSED 127.0.0.1:443', 'unreachable'],
    ['Error', "ENOENT: no such file or directory, open '/x'", 'gone'],
    ['ConflictError', 'entity is already defined in another file', 'duplicate'],
    ['InputError', 'Policy check failed for component:default/x', 'invalid'],
    ['Error', 'something else', 'other'],
  ])('knows what fixes %s: %s', (name, message, fix) => {
    expect(problems({ errors: [{ name, message }] })).toMatchObject([{ fix }]);
  });
});
