import type { PosternEvent } from '@postern/client';
import { EXIT } from '../exit-status';
import type { Register } from './command';
import { count } from './shared-options';

interface Options {
  tail?: boolean;
  after?: string;
  max: number;
}

export const registerEvents: Register = (program, run) => {
  program
    .command('events')
    .summary('what happens, as it happens')
    .description('The log of events, oldest first; with --tail what happens from now on, until Ctrl-C.')
    .option('--tail', 'stay and show events as they happen')
    .option('--after <sequence>', 'only what came after this event')
    .option('--max <count>', 'how many at most, without --tail', count, 100)
    .addHelpText(
      'after',
      `\nExamples:\n  $ postern events --tail\n  $ postern events --tail --json | jq -c 'select(.type == "post.failed")'`,
    )
    .action(
      run<Options>(async ({ postern, terminal, json, print }, { tail, after, max }) => {
        const show = (event: PosternEvent) => print(json ? JSON.stringify(event) : lineOf(event));
        if (tail !== true) {
          for (const event of await postern.events.list({ after }).toArray(max)) show(event);
          return EXIT.ok;
        }
        const onBreak = () => terminal.err('The connection broke; it is made anew.\n');
        const options = { signal: terminal.signal, lastEventId: after, onBreak: json ? undefined : onBreak };
        for await (const event of postern.events.stream({}, options)) show(event);
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
