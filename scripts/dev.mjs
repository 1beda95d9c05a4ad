// make dev: the front end with hot reload on 3000, the back end restarted on change.
import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import {
  backendArguments,
  configFiles,
  fail,
  portIsFree,
  portalEnvironment,
  root,
  stop,
} from './lib.mjs';

const port = Number(process.env.PORT || 7007);
const appPort = 3000;
const dataDir = resolve(root, process.env.DATA_DIR || '.data');
for (const taken of [port, appPort]) {
  if (!(await portIsFree(taken)))
    fail(
      `port ${taken} is taken by another program; stop it, then run this again.`,
    );
}
for (const name of ['work', 'repos'])
  mkdirSync(join(dataDir, name), { recursive: true });

const appUrl = `http://localhost:${appPort}`;
const env = {
  ...process.env,
  NODE_ENV: 'development',
  ...portalEnvironment({ port, dataDir }),
  APP_CONFIG_app_baseUrl: JSON.stringify(appUrl),
  APP_CONFIG_backend_cors_origin: JSON.stringify(appUrl),
  APP_CONFIG_backend_cors_credentials: 'true',
};
const configs = configFiles();
const children = [
  spawn(
    process.execPath,
    ['--watch', '--watch-preserve-output', ...backendArguments(configs)],
    {
      cwd: root,
      env,
      stdio: 'inherit',
    },
  ),
  spawn(
    process.execPath,
    [
      join(root, 'node_modules/@backstage/cli/bin/backstage-cli'),
      'package',
      'start',
      ...configs.flatMap(file => ['--config', `../../${file}`]),
    ],
    { cwd: join(root, 'packages/app'), env, stdio: 'inherit' },
  ),
];
const end = async () => {
  await Promise.all(children.map(child => stop(child, 5000)));
  process.exit(0);
};
process.on('SIGINT', end);
process.on('SIGTERM', end);
for (const child of children) child.on('close', end);
