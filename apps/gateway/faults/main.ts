/** The fault suite: breaks the gateway in every way that we can think of, and counts (docs/testing/fault-suite.md). */
import { House } from './house/house';
import { readOptions, USAGE, UsageError, type SuiteOptions } from './options';
import { runPoints } from './points/run';
import { runRandom } from './random/run';

async function main(): Promise<number> {
  let options: SuiteOptions;
  try {
    options = readOptions(process.argv.slice(2));
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`${error.message}\n${USAGE}\n`);
    return 2;
  }
  let passed = true;
  for (const part of options.parts) {
    switch (part) {
      case 'points':
        passed = (await runPoints(options.points)) && passed;
        break;
      case 'random':
        passed = (await runRandom(options.random)) && passed;
        break;
    }
  }
  return passed ? 0 : 1;
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    process.stderr.write(`\nEnded by ${signal}; everything is taken down.\n`);
    void House.closeAll().finally(() => process.exit(130));
  });
}

main().then(
  (status) => process.exit(status),
  async (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    await House.closeAll();
    process.exit(1);
  },
);
