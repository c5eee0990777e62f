import { Command } from 'commander';
import { registerAccounts } from './commands/accounts';
import { registerCancel, registerRetry } from './commands/change';
import { type GlobalOptions, runner } from './commands/command';
import { registerEvents } from './commands/events';
import { registerList } from './commands/list';
import { registerManifest } from './commands/manifest';
import { registerPublish } from './commands/publish';
import { registerStatus } from './commands/status';
import { registerValidate } from './commands/validate';
import { complain } from './complain';
import { EXIT, type ExitStatus } from './exit-status';
import type { Terminal } from './terminal';

const ENVIRONMENT = `
Environment:
  POSTERN_URL           where the gateway is (default http://localhost:3400)
  POSTERN_API_KEY       the key
  POSTERN_API_KEY_FILE  a file that holds it
  NO_COLOR              no colours

Exit status: 0 done, 1 refused or failed, 2 wrong usage, 3 no answer from the gateway, 4 not final in time.`;

/** Runs a command line. Never throws. */
export async function run(words: readonly string[], terminal: Terminal): Promise<ExitStatus> {
  let status: ExitStatus = EXIT.ok;
  const program = new Command('postern')
    .description('Publish through Postern, and see what became of it.')
    .option('--url <address>', 'the gateway; else POSTERN_URL')
    .option('--api-key-file <path>', 'a file that holds the key; else POSTERN_API_KEY')
    .option('--json', 'JSON for programs: one document, or one per line for events')
    .addHelpText('after', ENVIRONMENT)
    .showHelpAfterError('(postern --help says more)')
    .configureOutput({
      writeOut: terminal.out,
      writeErr: terminal.err,
      getOutHelpWidth: () => terminal.columns,
    })
    .exitOverride();
  const action = runner(terminal, (answered) => (status = answered));
  for (const register of COMMANDS) register(program, action);
  try {
    await program.parseAsync(words, { from: 'user' });
    return status;
  } catch (error) {
    return complain(error, program.opts<GlobalOptions>().json ?? words.includes('--json'), terminal);
  }
}

const COMMANDS = [
  registerPublish,
  registerValidate,
  registerStatus,
  registerList,
  registerCancel,
  registerRetry,
  registerEvents,
  registerAccounts,
  registerManifest,
];
