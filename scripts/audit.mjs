/**
 * Asks the registry in use whether what Postern runs has known holes of severity high or critical: `npm run audit`.
 * Ends with status 1 where it has, naming them. A registry that cannot be asked (a mirror, a machine without a network)
 * fails nothing, but is told of: nobody has looked then.
 */
import { spawnSync } from 'node:child_process';

const SERIOUS = ['high', 'critical'];
const MOST_BYTES = 64 * 1024 ** 2;

const words = ['audit', '--omit=dev', '--audit-level=high', '--json', '--fetch-retries=1'];
const { stdout, error } = spawnSync('npm', words, { encoding: 'utf8', maxBuffer: MOST_BYTES });
const report = parsed(stdout ?? '');

if (report?.vulnerabilities === undefined) {
  // Neither the address nor the whole answer: they name the registry.
  const why = report?.statusCode ?? report?.error?.code ?? error?.code ?? 'no answer';
  console.log(`NOT AUDITED: the registry in use does not tell of known holes (${why}).`);
} else {
  const found = Object.values(report.vulnerabilities).filter(({ severity }) => SERIOUS.includes(severity));
  for (const hole of found) console.error(describe(hole));
  const { total = 0 } = report.metadata?.vulnerabilities ?? {};
  console.log(
    `Audited: ${found.length} packages with holes of severity high or critical, ${total} with any.`,
  );
  if (found.length > 0) process.exitCode = 1;
}

function describe({ name, severity, range, via, fixAvailable }) {
  const titles = via.map((cause) => (typeof cause === 'string' ? `through ${cause}` : cause.title));
  const mend = fixAvailable ? 'a release mends it' : 'no release mends it yet';
  return `${name} ${range} (${severity}): ${titles.join('; ')}; ${mend}.`;
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    // npm writes no JSON where it could not even begin.
    return null;
  }
}
