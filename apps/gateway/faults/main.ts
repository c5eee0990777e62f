/** The fault suite: breaks the gateway in every way that we can think of, and counts (docs/testing/fault-suite.md). */
import { readOptions, USAGE, UsageError, type SuiteOptions } from './options';
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
        break;
      case 'random':
        passed = (await runRandom(options.random)) && passed;
        break;
    }
  }
  return passed ? 0 : 1;
}

main().then(
  (status) => {
    process.exitCode = status;
  },
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exitCode = 1;
  },
);
