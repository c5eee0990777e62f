import { isFinalStatus } from '@postern/client';
import { follow, verdictOn } from '../follow';
import { groupLines } from '../group-table';
import { type Register } from './command';
import { seconds } from './shared-options';

interface Options {
  once?: boolean;
  wait?: boolean;
  timeout: number;
}

export const registerStatus: Register = (program, run) => {
  program
    .command('status')
    .argument('<group>', 'id of a post group')
    .summary('how the posts of a group are doing')
    .description(
      'How the posts of a group are doing. In a terminal the table moves until every post has come to an end; ' +
        'elsewhere the group is shown once, or line by line with --wait. Status 1 if posts failed.',
    )
    .option('--once', 'show it as it is now, also in a terminal')
    .option('--wait', 'wait for the end, also in a script')
    .option('--timeout <seconds>', 'how long to wait', seconds, 600)
    .addHelpText(
      'after',
      `
Examples:
  $ postern status pg_01jd…
  $ postern status pg_01jd… --wait --json | jq .counts`,
    )
    .action(
      run<Options>(async (session, options, id = '') => {
        const { postern, terminal, json, print } = session;
        const waits = options.wait === true || (terminal.live && !json && options.once !== true);
        if (waits) {
          const final = await follow(session, id, options.timeout * 1000);
          if (json) print(JSON.stringify(final));
          return verdictOn(final);
        }
        const group = await postern.postGroups.get(id, { signal: terminal.signal });
        print(json ? JSON.stringify(group) : groupLines(group, terminal).join('\n'));
        return isFinalStatus(group.status) ? verdictOn(group) : 0;
      }),
    );
};
