#!/usr/bin/env node
import { parseArgs } from 'node:util';
import { startSandbox, type RunningSandbox, type SandboxOptions } from './index';

const DEFAULT_PORT = 3401;

/** Reads flags and environment; throws a sentence for people when one of them is wrong. */
function readOptions(): Required<Pick<SandboxOptions, 'host' | 'port' | 'pace' | 'stateFile' | 'layers'>> {
  const { values } = parseArgs({
    options: {
      port: { type: 'string' },
      host: { type: 'string' },
      'real-pace': { type: 'boolean' },
      'layers-vocabulary': { type: 'string' },
    },
  });
  const port = Number(values.port ?? (process.env.SANDBOX_PORT || DEFAULT_PORT));
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new Error(
      `The port must be a number from 0 to 65535, not "${values.port ?? process.env.SANDBOX_PORT}".`,
    );
  }
  const vocabulary = values['layers-vocabulary'] ?? 'B';
  if (vocabulary !== 'A' && vocabulary !== 'B') throw new Error('--layers-vocabulary is A or B.');
  return {
    layers: { vocabulary },
    host: values.host ?? (process.env.SANDBOX_HOST || '127.0.0.1'),
    port,
    pace: values['real-pace'] === true ? 'real' : 'compressed',
    stateFile: process.env.SANDBOX_STATE || null,
  };
}

function greet(sandbox: RunningSandbox, { pace, stateFile }: ReturnType<typeof readOptions>): void {
  const seeds = JSON.stringify(sandbox.seeds(), null, 2);
  process.stdout.write(
    [
      `Postern sandbox at ${sandbox.url}  (pace: ${pace}, state: ${stateFile ?? 'in memory'})`,
      `  Layers    ${sandbox.url}/layers`,
      `  PostPost  ${sandbox.url}/postpost`,
      `  Postato   ${sandbox.url}/generic/postato`,
      `  Samples   ${sandbox.url}/samples/a.jpg  ${sandbox.url}/samples/a.mp4`,
      `  Network   ${sandbox.url}/_sandbox/network`,
      `Seeded keys and accounts (also at ${sandbox.url}/_sandbox/seeds):`,
      seeds,
      '',
    ].join('\n'),
  );
}

function sentence(error: unknown, port: number): string {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code === 'EADDRINUSE') {
    return `Port ${port} is taken. Stop what listens there, or choose another: SANDBOX_PORT=3411 or --port 3411.`;
  }
  return error instanceof Error ? error.message : String(error);
}

async function main(): Promise<void> {
  let port = DEFAULT_PORT;
  try {
    const options = readOptions();
    port = options.port;
    const sandbox = await startSandbox(options);
    greet(sandbox, options);
    const end = (): void => {
      void sandbox.stop().then(() => process.exit(0));
    };
    process.once('SIGINT', end);
    process.once('SIGTERM', end);
    // A launcher that keeps a channel open is gone when that closes, however it ended.
    process.once('disconnect', end);
    if (process.send !== undefined && !process.connected) end();
  } catch (error) {
    process.stderr.write(`sandbox: ${sentence(error, port)}\n`);
    process.exitCode = 1;
  }
}

void main();
