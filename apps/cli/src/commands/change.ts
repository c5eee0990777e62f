/** Commands on what exists: cancel and retry, of a group or of one post. */
import type { PostGroupCommandResult, Post } from '@postern/client';
import { EXIT, type ExitStatus, UsageError } from '../exit-status';
import { groupLines, postLines } from '../group-table';
import type { Register, Session } from './command';

export const registerCancel: Register = (program, run) => {
  program
    .command('cancel')
    .argument('<id>', 'id of a post group or of a post')
    .summary('cancel what has not gone out')
    .description(
      'Cancel what has not gone out yet, of a group or one post. Status 1 if anything could not be.',
    )
    .option('--reason <text>', 'kept with the posts')
    .addHelpText(
      'after',
      `\nExamples:\n  $ postern cancel pg_01jd… --reason "wrong price"\n  $ postern cancel post_01jd…`,
    )
    .action(
      run<{ reason?: string }>(async (session, { reason }, id = '') => {
        const { postern, terminal } = session;
        const options = { signal: terminal.signal };
        return kindOf(id) === 'group'
          ? showMany(session, await postern.postGroups.cancel(id, { reason }, options))
          : showOne(session, await postern.posts.cancel(id, { reason }, options));
      }),
    );
};

export const registerRetry: Register = (program, run) => {
  program
    .command('retry')
    .argument('<id>', 'id of a post group or of a post')
    .summary('try failed posts again')
    .description('Try failed posts again, of a group or one post. Status 1 if anything could not be.')
    .option('--force', 'also where the network may have taken it already')
    .addHelpText('after', `\nExamples:\n  $ postern retry pg_01jd…\n  $ postern retry post_01jd… --force`)
    .action(
      run<{ force?: boolean }>(async (session, { force = false }, id = '') => {
        const { postern, terminal } = session;
        const options = { signal: terminal.signal };
        return kindOf(id) === 'group'
          ? showMany(session, await postern.postGroups.retry(id, { force }, options))
          : showOne(session, await postern.posts.retry(id, { force }, options));
      }),
    );
};

function kindOf(id: string): 'group' | 'post' {
  if (id.startsWith('pg_')) return 'group';
  if (id.startsWith('post_')) return 'post';
  throw new UsageError(`${id} is neither the id of a post group (pg_…) nor of a post (post_…).`);
}

function showOne({ print, json, terminal }: Session, post: Post): ExitStatus {
  print(json ? JSON.stringify(post) : postLines([post], terminal).join('\n'));
  return EXIT.ok;
}

function showMany({ print, json, terminal }: Session, answer: PostGroupCommandResult): ExitStatus {
  const { group, results } = answer;
  const undone = results.filter(({ result }) => !['done', 'pending'].includes(result));
  if (json) {
    print(JSON.stringify(answer));
  } else {
    print(groupLines(group, terminal).join('\n'));
    for (const { postId, result, error } of undone)
      print(`${postId}: ${result}${error ? `, ${error.message}` : ''}`);
  }
  return undone.some(({ result }) => result !== 'already_final') ? EXIT.failed : EXIT.ok;
}
