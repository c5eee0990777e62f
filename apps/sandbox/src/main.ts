#!/usr/bin/env node
import { DESCRIBED_NAMES, startSandbox, type RunningSandbox } from './index';
import { DEFAULT_PORT, readSettings, type Settings } from './settings';

function greet(sandbox: RunningSandbox, { pace, stateFile }: Settings): void {
  const seeds = JSON.stringify(sandbox.seeds(), null, 2);
  const described = DESCRIBED_NAMES.filter((name) => name in sandbox.seeds());
  process.stdout.write(
    [
      `Postern sandbox at ${sandbox.url}  (pace: ${pace}, state: ${stateFile ?? 'in memory'})`,
      `  Layers    ${sandbox.url}/layers`,
      `  PostPost  ${sandbox.url}/postpost`,
      `  Postato   ${sandbox.url}/generic/postato`,
      ...described.map((name) => `  ${name}  ${sandbox.url}/generic/${name}`),
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
    const options = readSettings(process.argv.slice(2), process.env);
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
