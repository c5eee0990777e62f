import type { ListEventsQuery, PosternEvent } from '@postern/client';
import { EXIT } from '../exit-status';
import { collect, type Register } from './command';
import { count, sequence } from './shared-options';

interface Options {
  tail?: boolean;
  after?: number;
  type: string[];
  group?: string;
  max: number;
}

export const registerEvents: Register = (program, run) => {
  program
    .command('events')
    .summary('what happens, as it happens')
    .description('The log of events, oldest first; with --tail what happens from now on, until Ctrl-C.')
    .option('--tail', 'stay and show events as they happen')
    .option('--after <sequence>', 'only what came after this event', sequence)
    .option('--type <type>', 'only events of this type, as in post.failed or post.* (repeat)', collect, [])
    .option('--group <id>', 'only what belongs to this group')
    .option('--max <count>', 'how many at most, without --tail', count, 100)
    .addHelpText(
      'after',
      `\nExamples:\n  $ postern events --tail\n  $ postern events --tail --json | jq -c 'select(.type == "post.failed")'`,
    )
    .action(
      run<Options>(async ({ postern, terminal, json, print }, options) => {
        const { tail, after, group: groupId, max } = options;
        // The gateway knows which types there are, and says so.
        const filter = { type: options.type as ListEventsQuery['type'], groupId };
        const show = (event: PosternEvent) => print(json ? JSON.stringify(event) : lineOf(event));
        if (tail !== true) {
          const events = postern.events.list({ ...filter, after, limit: Math.min(max, 100) });
          for (const event of await events.toArray(max)) show(event);
          return EXIT.ok;
        }
        const onBreak = () => terminal.err('The connection broke; it is made anew.\n');
        const following = { signal: terminal.signal, onBreak: json ? undefined : onBreak };
        for await (const event of postern.events.stream({ ...filter, after }, following)) show(event);
        return EXIT.ok;
      }),
    );
};

function lineOf({ sequence, timestamp, type, data }: PosternEvent): string {
  return [String(sequence), timestamp, type, subjectOf(data)].join('\t').trimEnd();
}

/** Which thing it is about, whatever the event. */
function subjectOf(data: object): string {
  const known = ['postId', 'groupId', 'connectionId', 'accountId', 'id'];
  const found = Object.entries(data).filter(
    ([name, value]) => known.includes(name) && typeof value === 'string',
  );
  return found.map(([name, value]) => `${name}=${String(value)}`).join(' ');
}
