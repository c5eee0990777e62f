/**
 * Refuses a lock file that installs here and fails elsewhere:
 * - an optional dependency without an entry of its own: npm leaves out what the registry did not have for one
 *   platform on the day of the lock, and `npm ci` fails with "Missing: … from lock file";
 * - a download address: it would bind everybody to one registry;
 * - an install script about which package.json's `allowScripts` says nothing.
 */
import { readFileSync } from 'node:fs';

const read = (name) => JSON.parse(readFileSync(new URL(`../${name}`, import.meta.url), 'utf8'));
const entries = Object.entries(read('package-lock.json').packages);
const decided = Object.keys(read('package.json').allowScripts ?? {});

const nameOf = (path) => path.split('node_modules/').at(-1);
const locked = new Set(entries.map(([path]) => nameOf(path)));

const problems = entries.flatMap(([path, entry]) => [
  ...Object.keys(entry.optionalDependencies ?? {})
    .filter((name) => !locked.has(name))
    .map((name) => `${path || 'the root'} may need ${name}, which has no entry`),
  ...(/^https?:/.test(entry.resolved ?? '') ? [`${path} names a download address`] : []),
  ...(entry.hasInstallScript && !decided.includes(nameOf(path))
    ? [`${path} has an install script; say yes or no to it in allowScripts`]
    : []),
]);

for (const problem of problems) console.error(`package-lock.json: ${problem}.`);
if (problems.length > 0) process.exit(1);
console.log(`package-lock.json: ${entries.length} entries, complete on every platform.`);
