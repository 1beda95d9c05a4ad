/**
 * Runs the command and ends everything it began when its standard input closes, which also happens when the
 * portal dies. Written for `node -e`.
 */
export const GUARD = `
const { spawn } = require('node:child_process');
const [command, ...args] = process.argv.slice(1);
const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'] });
process.stdin.resume();
process.stdin.on('close', () => process.kill(-process.pid, 'SIGKILL'));
child.on('error', error => { console.error(error.message); process.exit(127); });
child.on('exit', code => process.exit(code === null ? 1 : code));
`;
