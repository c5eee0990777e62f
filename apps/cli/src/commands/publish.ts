import { compose, type ComposeOptions } from '../compose';
import { EXIT } from '../exit-status';
import { follow, verdictOn } from '../follow';
import { groupLines } from '../group-table';
import { type Register } from './command';
import { composing, seconds } from './shared-options';

interface Options extends ComposeOptions {
  draft?: boolean;
  wait?: boolean;
  timeout: number;
  idempotencyKey?: string;
}

export const registerPublish: Register = (program, run) => {
  composing(program.command('publish').argument('[text]', 'the text; "-" or none: standard input'))
    .summary('publish a text, with media, to accounts')
    .description('Publish a text, with media, to accounts: at once, later (--at), or as a draft (--draft).')
    .option('--draft', 'save only; nothing is sent')
    .option('--wait', 'wait until every post has come to an end; status 1 if any failed')
    .option('--timeout <seconds>', 'how long to wait', seconds, 600)
    .option('--idempotency-key <key>', 'the same key again makes no second group')
    .addHelpText(
      'after',
      `
Examples:
  $ postern publish "Opening day" --to x:@acme --to instagram --media door.jpg --alt "Our door" --wait
  $ postern publish --file news.txt --to acct_01jd… --at 2027-01-04T09:00:00+01:00
  $ echo "From a script" | postern publish --to x --json | jq -r .id`,
    )
    .action(
      run<Options>(async (session, options, text) => {
        const { postern, terminal, json, print } = session;
        const body = await compose(postern, terminal, text, options);
        const created = await postern.postGroups.create(
          { ...body, draft: options.draft ?? false },
          { idempotencyKey: options.idempotencyKey, signal: terminal.signal },
        );
        if (options.wait !== true) {
          print(json ? JSON.stringify(created) : groupLines(created, terminal).join('\n'));
          return EXIT.ok;
        }
        const final = await follow(session, created.id, options.timeout * 1000);
        if (json) print(JSON.stringify(final));
        return verdictOn(final);
      }),
    );
};
