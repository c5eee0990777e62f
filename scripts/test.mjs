/**
 * Every workspace's tests, in two lanes: the gateway's, which take longest and wait for the most part, from the
 * beginning, and beside them all others, one workspace after the other. Arguments go to both (`-- --force`).
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';

const TURBO = join('node_modules', '.bin', 'turbo');
const GATEWAY = '@postern/gateway';

/** @returns {Promise<number>} its exit status */
function turbo(...words) {
  return new Promise((resolve, reject) => {
    const child = spawn(TURBO, ['run', ...words], { stdio: 'inherit' });
    child.once('error', reject);
    // Who ends us by a signal ends our group; then its own status counts for nothing.
    child.once('exit', (status) => resolve(status ?? 1));
  });
}

const more = process.argv.slice(2);
const built = await turbo('build', '--continue=dependencies-successful', ...more);
const lanes = await Promise.all([
  turbo('test', `--filter=${GATEWAY}`, '--continue=dependencies-successful', ...more),
  turbo('test', `--filter=!${GATEWAY}`, '--concurrency=1', '--continue=dependencies-successful', ...more),
]);
process.exitCode = Math.max(built, ...lanes);
