import type { ListPostGroupsQuery, ListPostsQuery } from '@postern/client';
import { EXIT } from '../exit-status';
import { findAccounts } from '../find-account';
import { colorOf, countsOf, postLines } from '../group-table';
import { type Cell, table } from '../table';
import { collect, type Register } from './command';
import { count } from './shared-options';

interface Options {
  posts?: boolean;
  status: string[];
  platform?: string;
  provider?: string;
  account?: string;
  reference?: string;
  max: number;
}

export const registerList: Register = (program, run) => {
  program
    .command('list')
    .summary('groups, or posts, newest first')
    .description('Post groups, newest first; with --posts the single posts.')
    .option('--posts', 'single posts instead of groups')
    .option('--status <status>', 'only in this status (repeat)', collect, [])
    .option('--platform <platform>', 'only on this platform')
    .option('--provider <provider>', 'only through this provider')
    .option('--account <account>', 'only of this account: its id, platform:handle or handle')
    .option('--reference <text>', 'only with this id of your own')
    .option('--max <count>', 'how many at most', count, 20)
    .addHelpText(
      'after',
      `
Examples:
  $ postern list --status failed --status partially_published
  $ postern list --posts --platform x --max 100 --json | jq -r '.items[].platformPostUrl'`,
    )
    .action(
      run<Options>(async ({ postern, terminal, json, print }, options) => {
        const accountId = options.account && (await findAccounts(postern, [options.account]))[0];
        const { platform, provider, reference: clientReference, max } = options;
        const query = { platform, provider, clientReference, accountId, limit: Math.min(max, 100) };
        // The gateway knows which statuses there are, and says so.
        const status = options.status as NonNullable<
          ListPostsQuery['status'] & ListPostGroupsQuery['status']
        >;
        if (options.posts === true) {
          const items = await postern.posts.list({ ...query, status }).toArray(max);
          print(json ? JSON.stringify({ items }) : postLines(items, terminal).join('\n'));
          return EXIT.ok;
        }
        const items = await postern.postGroups.list({ ...query, status }).toArray(max);
        const head = ['GROUP', 'STATUS', 'CREATED', 'REFERENCE', 'POSTS'].map((text): Cell => ({
          text,
          color: 'dim',
        }));
        const rows = items.map((group): Cell[] => [
          { text: group.id },
          { text: group.status, color: colorOf(group.status) },
          { text: group.createdAt },
          { text: group.clientReference ?? '' },
          { text: countsOf(group) },
        ]);
        print(
          json
            ? JSON.stringify({ items })
            : table([head, ...rows], terminal.columns, terminal.colors).join('\n'),
        );
        return EXIT.ok;
      }),
    );
};
