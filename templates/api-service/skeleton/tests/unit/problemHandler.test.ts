import { expect, test } from 'vitest';
import { toProblem } from '../../src/middleware/problemHandler.ts';
import { Problem } from '../../src/models/problem.ts';

test.each([
  [new Problem(409, 'conflict', 'Conflict', 'Taken.'), 409, 'conflict'],
  [Object.assign(new Error('x'), { code: 'ECONNREFUSED' }), 503, 'dependency-unavailable'],
  [Object.assign(new Error('x'), { code: '57P01' }), 503, 'dependency-unavailable'],
  [
    new AggregateError([Object.assign(new Error('x'), { code: 'ETIMEDOUT' })]),
    503,
    'dependency-unavailable',
  ],
  [new Error('timeout exceeded when trying to connect'), 503, 'dependency-unavailable'],
  [Object.assign(new Error('x'), { code: '23505' }), 500, 'internal-error'],
  [Object.assign(new Error('x'), { status: 413 }), 413, 'body-too-large'],
  [Object.assign(new Error('x'), { status: 415 }), 415, 'bad-request'],
  [
    Object.assign(new Error('x'), { status: 400, type: 'entity.parse.failed' }),
    400,
    'invalid-json',
  ],
  [Object.assign(new Error('x'), { status: 502 }), 500, 'internal-error'],
  ['thrown text', 500, 'internal-error'],
])('%s becomes %i', (error, status, kind) => {
  expect(toProblem(error)).toMatchObject({ status, kind });
});

test('an unforeseen error tells the caller nothing about the inside', () => {
  expect(toProblem(new Error('password=hunter2')).message).not.toContain('hunter2');
});
