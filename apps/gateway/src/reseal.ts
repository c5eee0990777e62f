/** `node dist/reseal.js`: seals anew, under the first of POSTERN_ENCRYPTION_KEYS, what is sealed under the others. */
import { ConfigError, loadConfig } from './config/config';
import { Session } from './database/session';
import { sessionOptions } from './database/session-pool';
import { addressesHoldUntil } from './secrets/address-keys';
import { reseal, type Resealed } from './secrets/reseal';

/** One row waits for whoever holds it; nobody holds one for long. */
const PATIENCE = { connectMs: 10_000, statementMs: 60_000 };

const say = (line: string): void => void process.stdout.write(`${line}\n`);

async function run(): Promise<number> {
  const config = loadConfig(process.env);
  if (config.databaseUrl === null) {
    process.stderr.write(
      'DATABASE_URL is required: name the database whose secrets are to be sealed anew.\n',
    );
    return 1;
  }
  const client = new Session({ connectionString: config.databaseUrl, ...sessionOptions(PATIENCE) });
  await client.connect();
  try {
    const [first, ...old] = config.encryptionKeys;
    say(`Sealing under “${first?.id}”.`);
    const results = await reseal(client, config.encryptionKeys, (what, count) => say(`  ${what}: ${count}`));
    const until = await addressesHoldUntil(client);
    return conclude(
      results,
      old.map(({ id }) => id),
      until,
    );
  } finally {
    await client.end();
  }
}

/** @returns the exit code */
function conclude(results: readonly Resealed[], old: readonly string[], until: Date | null): number {
  for (const { what, resealed } of results) say(`${what}: ${resealed} sealed anew`);
  const unopened = results.flatMap(({ what, unopened: rows }) => rows.map((row) => ({ what, ...row })));
  for (const { what, row, keyId, reason } of unopened) {
    const why = reason === 'key_missing' ? 'which is not given' : 'which does not open it';
    say(`NOT sealed anew, ${what}: ${row} is sealed under “${keyId}”, ${why}`);
  }
  const needed = new Set(unopened.map(({ keyId }) => keyId));
  const free = old.filter((id) => !needed.has(id)).map((id) => `“${id}”`);
  if (free.length > 0) {
    say(`Nothing in the database needs ${free.join(', ')} any more. Remove what is named here`);
    say(
      '  - once every process was restarted with the new key first, and this command has found nothing after it;',
    );
    if (until !== null) {
      say(
        `  - and after ${until.toISOString()}: until then somebody may hold an address of a file signed under it.`,
      );
    }
  }
  return unopened.length === 0 ? 0 : 1;
}

run().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    const message = error instanceof Error ? error.message : String(error);
    process.stderr.write(error instanceof ConfigError ? `${message}\n` : `It was broken off: ${message}\n`);
    process.exitCode = 1;
  },
);
