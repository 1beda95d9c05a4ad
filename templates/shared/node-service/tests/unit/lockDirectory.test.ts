import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { lockDirectory } from '../../src/models/lockDirectory.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';

test('a folder is taken once, given back, and taken over from a dead process', () => {
  const folder = join(temporaryFolder(), 'nested', 'db');
  const unlock = lockDirectory(folder);
  expect(existsSync(`${folder}.lock`)).toBe(true);
  unlock();
  expect(existsSync(`${folder}.lock`)).toBe(false);

  // The parent of this test worker is alive and is not us.
  writeFileSync(`${folder}.lock`, String(process.ppid));
  expect(() => lockDirectory(folder)).toThrow(`in use by process ${String(process.ppid)}`);

  // Process ids end far below this number.
  writeFileSync(`${folder}.lock`, '2147483646');
  lockDirectory(folder)();
  expect(existsSync(`${folder}.lock`)).toBe(false);
});
