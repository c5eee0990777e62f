/** The sandbox with a clock that stands still, so that nothing scheduled ever happens. Argument: the port. */
import { startSandbox } from '@postern/sandbox';

async function main(): Promise<void> {
  const sandbox = await startSandbox({ port: Number(process.argv[2]), frozen: true, limits: 'off' });
  process.once('SIGTERM', () => void sandbox.stop().then(() => process.exit(0)));
}

void main();
