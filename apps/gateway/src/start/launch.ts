import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { newApiKey } from '../api-keys/api-key';
import { runDemo } from './demo';
import { House, type Programs } from './house';
import { onInterrupts } from './interrupts';
import { keptSecret, type KeptSecret } from './kept-secret';
import { paintFor } from './paint';
import { requirePorts } from './ports';
import { earlierRun } from './run-marker';
import { apiUrl, readSettings, shownPath, type StartSettings } from './settings';
import { sentenceOf, StartError } from './start-error';
import { Terminal } from './terminal';
import { invitation, welcome, type KeyNote } from './welcome';

interface LaunchInput {
  arguments: readonly string[];
  env: NodeJS.ProcessEnv;
  programs: Programs;
}

/** How long the orphans of a killed launcher may take to end. */
const ORPHAN_PATIENCE_MS = 10_000;
const READY_WITHIN_MS = 60_000;
const READY_POLL_MS = 100;
/** What shells report of a program that Ctrl-C ended. */
const INTERRUPTED_STATUS = 130;

class Interrupted extends Error {
  override readonly name = 'Interrupted';
}

/** Runs everything until a signal, a failure or, with `--once`, the end of the demo. Never throws. */
export async function launch(input: LaunchInput): Promise<number> {
  const terminal = new Terminal(process.stdout, paintFor(process.stdout.isTTY, input.env));
  try {
    const settings = await readSettings(input.env, input.arguments);
    return await run(settings, input, terminal);
  } catch (error) {
    complain(error);
    return 1;
  }
}

async function run(settings: StartSettings, input: LaunchInput, terminal: Terminal): Promise<number> {
  const ending = new AbortController();
  const house = new House({
    ...input,
    settings,
    terminal,
    onDeath: (sentence) => ending.abort(new StartError(sentence)),
  });
  onInterrupts([
    (signal) => {
      terminal.settle();
      terminal.print(
        '',
        `${signal}: stopping, the worker first hands back what it holds. Once more to force.`,
      );
      ending.abort(new Interrupted(signal));
    },
    () => house.kill(),
    () => process.exit(INTERRUPTED_STATUS),
  ]);
  // Whoever read our output is gone: nobody watches any more.
  process.stdout.on('error', () => ending.abort(new Interrupted('output closed')));

  let status: number;
  try {
    status = await work(house, settings, input.env, terminal, ending.signal);
  } catch (error) {
    terminal.settle();
    status = statusOf(ending.signal.aborted ? ending.signal.reason : error, ending.signal.aborted, settings);
  }
  await house.stop();
  if (ending.signal.reason instanceof Interrupted) terminal.print('Everything has ended.');
  return status;
}

function statusOf(reason: unknown, told: boolean, { once }: StartSettings): number {
  // Without --once, being ended by its user is how it is meant to end.
  if (reason instanceof Interrupted) return once ? INTERRUPTED_STATUS : 0;
  if (!told) complain(reason);
  return 1;
}

async function work(
  house: House,
  settings: StartSettings,
  env: NodeJS.ProcessEnv,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<number> {
  await claimPorts(settings, terminal);
  terminal.print(terminal.paint('dim', 'Starting Postgres, the sandbox, the API and the worker …'));
  const databaseUrl = await house.openDatabase();
  signal.throwIfAborted();
  const keyFile = join(settings.dataDir, 'bootstrap.key');
  const given = settings.config.bootstrapKey;
  const key = given === null ? keptSecret(keyFile, () => newApiKey().key) : { value: given, fresh: false };
  house.startSandbox();
  house.startGateway(databaseUrl, key.value);
  const sandboxUrl = `http://127.0.0.1:${settings.sandboxPort}`;
  await Promise.all([
    ready(`${sandboxUrl}/_sandbox/seeds`, 'The sandbox', signal),
    ready(`${apiUrl(settings.config)}/health/ready`, 'The API', signal),
  ]);
  const note = keyNote(given !== null, keyFile, key);
  terminal.print(...welcome(settings, note, terminal.paint));

  const { dataDir } = settings;
  const place = { apiUrl: apiUrl(settings.config), sandboxUrl, key: key.value, dataDir };
  const demo = runDemo({ ...place, terminal, signal });
  if (settings.once) return (await demo).asExpected ? 0 : 1;
  const accountId = await demo.then(
    (outcome) => outcome.accountId,
    (error: unknown) => {
      // The demo is a guest in the house: what else it found out is worth staying up for.
      signal.throwIfAborted();
      complain(error);
      return null;
    },
  );
  terminal.print(...invitation(settings, note, accountId, terminal.paint));
  return until(signal);
}

async function claimPorts(settings: StartSettings, terminal: Terminal): Promise<void> {
  const { config, sandboxPort, dataDir } = settings;
  const earlier = earlierRun(dataDir);
  const hint =
    earlier.kind === 'alive'
      ? `It may be Postern itself: process ${earlier.pid} started from this folder. `
      : '';
  await requirePorts(
    [
      { port: config.port, host: config.host, setting: 'PORT', purpose: 'the API' },
      { port: sandboxPort, host: '127.0.0.1', setting: 'SANDBOX_PORT', purpose: 'the sandbox' },
    ],
    {
      patienceMs: earlier.kind === 'killed' ? ORPHAN_PATIENCE_MS : 0,
      hint,
      tell: (port) =>
        terminal.print(`Port ${port} is taken; perhaps an earlier start is still ending. Waiting …`),
    },
  );
}

/** Resolves when the address answers well. */
async function ready(url: string, who: string, signal: AbortSignal): Promise<void> {
  const deadline = Date.now() + READY_WITHIN_MS;
  while (Date.now() < deadline) {
    if (await answersWell(url, signal)) return;
    await wait(READY_POLL_MS, undefined, { signal });
  }
  throw new StartError(
    `${who} is not ready after ${READY_WITHIN_MS / 1000} s. npm start -- --verbose shows more.`,
  );
}

async function answersWell(url: string, signal: AbortSignal): Promise<boolean> {
  try {
    const response = await fetch(url, { signal });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    // It does not listen yet; the deadline is the caller's.
    signal.throwIfAborted();
    return false;
  }
}

function keyNote(given: boolean, file: string, key: KeptSecret): KeyNote {
  if (given) return { kind: 'given' };
  return key.fresh
    ? { kind: 'fresh', key: key.value, file: shownPath(file) }
    : { kind: 'kept', file: shownPath(file) };
}

/** Waits for the end, whatever brings it. */
function until(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const end = () => reject(new StartError('ended'));
    if (signal.aborted) end();
    else signal.addEventListener('abort', end, { once: true });
  });
}

function complain(error: unknown): void {
  process.stderr.write(`${sentenceOf(error)}\n`);
}
