import type { ListAccountsQuery } from '@postern/client';
import { EXIT } from '../exit-status';
import { type Cell, table } from '../table';
import type { Register } from './command';

export const registerAccounts: Register = (program, run) => {
  program
    .command('accounts')
    .summary('the accounts that can be published to')
    .description('The accounts that can be published to, through all connections.')
    .option('--platform <platform>', 'only on this platform')
    .option('--provider <provider>', 'only through this provider')
    .addHelpText(
      'after',
      `\nExamples:\n  $ postern accounts\n  $ postern accounts --platform x --json | jq -r '.items[].id'`,
    )
    .action(
      run<Pick<ListAccountsQuery, 'platform' | 'provider'>>(
        async ({ postern, terminal, json, print }, { platform, provider }) => {
          const items = await postern.accounts.list({ platform, provider, limit: 100 }).toArray();
          const head = ['ACCOUNT', 'PLATFORM', 'HANDLE', 'PROVIDER', 'STATUS'].map((text): Cell => ({
            text,
            color: 'dim',
          }));
          const rows = items.map((account): Cell[] => [
            { text: account.id },
            { text: account.platform },
            { text: account.handle ?? account.displayName ?? '' },
            { text: account.provider },
            { text: account.status, color: account.status === 'connected' ? 'green' : 'red' },
          ]);
          print(
            json
              ? JSON.stringify({ items })
              : table([head, ...rows], terminal.columns, terminal.colors).join('\n'),
          );
          return EXIT.ok;
        },
      ),
    );
};
