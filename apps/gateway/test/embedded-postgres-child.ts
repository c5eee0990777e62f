/** A process of its own that starts the database, for the specs about several processes and other users. */
import { transformSync } from '@swc/core';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const SOURCES = join(__dirname, '..', 'src', 'database');
const ROOT = join(__dirname, '..', '..', '..');

const MAIN = `
const { startEmbeddedPostgres } = require('./embedded-postgres');
startEmbeddedPostgres({ dataDir: process.argv[2], durable: false }).then(
  ({ url, port, pid, reused }) => process.send({ url, port, pid, reused }),
  (error) => process.send({ failure: error.message }),
);`;

export interface ChildAnswer {
  url?: string;
  port?: number;
  pid?: number;
  reused?: boolean;
  failure?: string;
}

/** Compiles the launcher into a folder that every user can read. */
export function compileLauncher(folder: string): string {
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o755);
  const options = JSON.parse(readFileSync(join(ROOT, '.swcrc'), 'utf8')) as Record<string, unknown>;
  delete options.$schema;
  for (const name of readdirSync(SOURCES).filter((file) => /^embedded-postgres[a-z-]*\.ts$/.test(file))) {
    const { code } = transformSync(readFileSync(join(SOURCES, name), 'utf8'), {
      ...options,
      sourceMaps: false,
      swcrc: false,
      filename: name,
    });
    writeFileSync(join(folder, name.replace(/\.ts$/, '.js')), code);
  }
  const main = join(folder, 'main.js');
  writeFileSync(main, MAIN);
  return main;
}

/** @param user whom to run as; `{}` = ourselves */
export async function startInChild(
  main: string,
  dataDir: string,
  user: { uid?: number; gid?: number } = {},
): Promise<ChildAnswer> {
  const child: ChildProcess = spawn(process.execPath, [main, dataDir], {
    ...user,
    cwd: '/',
    env: { PATH: process.env.PATH, NODE_PATH: join(ROOT, 'node_modules'), HOME: '/' },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const answer = once(child, 'message').then(([message]) => message as ChildAnswer);
  const gone = once(child, 'exit').then(([code]) => ({ failure: `The child ended with ${code}.` }));
  const first = await Promise.race([answer, gone]);
  if (child.exitCode === null) child.kill('SIGKILL');
  return first;
}
