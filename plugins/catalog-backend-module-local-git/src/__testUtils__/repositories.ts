import { execFile } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { LocalGit, RepositoryId } from '@companyos/local-git';

const run = promisify(execFile);

/** A catalog file with one component. */
export function catalogFile(name: string, description = 'as created'): string {
  return `apiVersion: backstage.io/v1alpha1
kind: Component
metadata:
  name: ${name}
  description: ${description}
  annotations:
    backstage.io/managed-by-location: url:https://elsewhere.example.com/x
    companyos.io/template: api-service@1.0.0
spec:
  type: service
  lifecycle: experimental
  owner: payments-team
`;
}

/** Makes a repository with these files. */
export async function createRepository(
  localGit: LocalGit,
  id: RepositoryId,
  files: Record<string, string>,
): Promise<void> {
  await localGit.createWithFirstCommit({
    ...id,
    files: Object.entries(files).map(([path, content]) => ({
      path,
      bytes: Buffer.from(content),
    })),
    message: 'feat: begin',
    author: { name: 'Test', email: 'test@example.com' },
    committedAt: 0,
    idempotencyKey: 'test',
  });
}

/** Changes files the way a developer does: clone, commit, push. */
export async function push(
  localGit: LocalGit,
  id: RepositoryId,
  clone: string,
  files: Record<string, string>,
): Promise<void> {
  await run('git', ['clone', '-q', localGit.clonePath(id), clone]);
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(clone, path)), { recursive: true });
    await writeFile(join(clone, path), content);
  }
  const git = (...args: string[]) => run('git', ['-C', clone, ...args]);
  await git('add', '.');
  await git(
    '-c',
    'user.name=Test',
    '-c',
    'user.email=test@example.com',
    'commit',
    '-qm',
    'docs: change',
  );
  await git('push', '-q', 'origin', 'main');
  await rm(clone, { recursive: true });
}
