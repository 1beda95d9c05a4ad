import { ChildProcess, spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** How a program ended. */
export interface Ended {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A folder in which the built program is run as a process, by somebody with a name. */
export class Workshop {
  private constructor(readonly root: string) {}

  /** Builds the program with these templates. */
  static async open(
    writeTemplates: (root: string) => Promise<void>,
  ): Promise<Workshop> {
    const workshop = new Workshop(
      await mkdtemp(join(tmpdir(), 'companyos-workshop-')),
    );
    await mkdir(workshop.path('home'));
    await writeFile(
      workshop.path('home/.gitconfig'),
      // Settings that would spoil a commit that is made with them.
      '[user]\n\tname = Ada Byron\n\temail = ada@example.com\n[core]\n\tautocrlf = true\n\thooksPath = /nowhere\n[commit]\n\tgpgSign = true\n',
    );
    await writeTemplates(workshop.path('templates'));
    const built = await workshop.run('.', process.execPath, [
      resolve(__dirname, '../../scripts/build.mjs'),
      workshop.path('program'),
      workshop.path('templates'),
    ]);
    if (built.exitCode !== 0) throw new Error(built.stderr);
    return workshop;
  }

  path(...segments: string[]): string {
    return join(this.root, ...segments);
  }

  start(
    cwd: string,
    command: string,
    args: readonly string[],
    env: Record<string, string> = {},
  ): { process: ChildProcess; ended: Promise<Ended> } {
    const child = spawn(command, args, {
      cwd: this.path(cwd),
      env: {
        PATH: process.env.PATH ?? '',
        HOME: this.path('home'),
        ...env,
      },
    });
    const ended = new Promise<Ended>((done, fail) => {
      let stdout = '';
      let stderr = '';
      child.stdout.on('data', chunk => {
        stdout += chunk;
      });
      child.stderr.on('data', chunk => {
        stderr += chunk;
      });
      child.on('error', fail);
      child.on('close', exitCode => done({ exitCode, stdout, stderr }));
      child.stdin.end();
    });
    return { process: child, ended };
  }

  run(
    cwd: string,
    command: string,
    args: readonly string[],
    env: Record<string, string> = {},
  ): Promise<Ended> {
    return this.start(cwd, command, args, env).ended;
  }

  /** The program, in a folder. */
  companyos(
    cwd: string,
    args: readonly string[],
    env: Record<string, string> = {},
  ): Promise<Ended> {
    return this.run(
      cwd,
      process.execPath,
      [this.path('program/companyos.cjs'), ...args],
      env,
    );
  }

  /** @throws when git says no */
  async git(cwd: string, ...args: string[]): Promise<string> {
    const { exitCode, stdout, stderr } = await this.run(cwd, 'git', args);
    if (exitCode !== 0) throw new Error(`git ${args.join(' ')}: ${stderr}`);
    return stdout.trim();
  }

  close(): Promise<void> {
    return rm(this.root, { recursive: true, force: true });
  }
}
