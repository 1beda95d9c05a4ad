import { isBehind } from './isBehind';

const versions = ['2.0.0', '1.1.0', '1.0.0'].map(version => ({ version }));

it.each([
  ['1.0.0', '1.1.0', true],
  ['1.1.0', '1.1.0', false],
  ['2.0.0', '1.1.0', false],
  ['0.9.0', '1.1.0', true],
])('%s is behind %s: %s', (version, target, expected) =>
  expect(isBehind(version, target, versions)).toBe(expected),
);
