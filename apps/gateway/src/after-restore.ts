/** `node dist/after-restore.js`: to be run on a database that was restored, before any worker starts on it. */
import 'reflect-metadata';
import { parseArgs } from 'node:util';
import { NestFactory } from '@nestjs/core';
import { ConfigError, loadConfig } from './config/config';
import { migrate } from './database/migrate';
import type { Doubt } from './restore/doubtful.repository';
import { RestoreModule } from './restore/restore.module';
import { Restored, WorkersAliveError } from './restore/restored';

const USAGE = `Usage: node after-restore.js [--stopped-at <time>] [--all-held]
  --stopped-at  when the installation whose database is lost had surely stopped (RFC 3339); what was due later was not
                sent, and goes out as usual. Without it everything that is due by now is put in doubt.
  --all-held    puts everything in doubt that was not handed over, also what is due later: after a loss in which posts
                may have been moved to an earlier time
`;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

class UsageError extends Error {}

function doubtOf(words: readonly string[]): Doubt {
  const { values } = parseArgs({
    args: [...words],
    options: { 'stopped-at': { type: 'string' }, 'all-held': { type: 'boolean', default: false } },
  });
  const stopped = values['stopped-at'];
  const stoppedAt = stopped === undefined ? null : new Date(stopped);
  if (stoppedAt !== null && !(stoppedAt.getTime() <= Date.now())) {
    throw new UsageError('--stopped-at must be a time that has passed.');
  }
  return { stoppedAt, allHeld: values['all-held'] };
}

async function run(): Promise<void> {
  const doubt = doubtOf(process.argv.slice(2));
  const config = loadConfig(process.env);
  if (config.databaseUrl === null)
    throw new UsageError('DATABASE_URL is required: name the restored database.');
  await migrate(config.databaseUrl);
  const app = await NestFactory.createApplicationContext(RestoreModule.with(config), {
    logger: ['warn', 'error'],
  });
  try {
    const done = await app.get(Restored).settle(doubt, (posts) => say(`  ${posts} posts in doubt …`));
    say(`${done.posts} posts are in doubt: look at their accounts, and resolve them (status "unknown").`);
    say(
      `${done.commands} reschedules and retries and ${done.imports} imports that were under way were ended.`,
    );
    say('Workers may start.');
  } finally {
    await app.close();
  }
}

function failed(error: unknown): void {
  process.exitCode = 1;
  const message = error instanceof Error ? error.message : String(error);
  const misused = error instanceof UsageError || (error instanceof TypeError && 'code' in error);
  if (misused) process.stderr.write(`${message}\n${USAGE}`);
  else if (error instanceof ConfigError || error instanceof WorkersAliveError)
    process.stderr.write(`${message}\n`);
  else process.stderr.write(`It was broken off: ${message}\n`);
}

run().catch(failed);
