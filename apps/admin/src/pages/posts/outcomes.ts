import { type CommandResult, ConflictError, type Post, type ReplyInfo } from '@postern/client';
import { problemText } from '../../components/problem-text';

/** `unreached`: the gateway did not answer, or refused the request itself. */
export type ResultWord = CommandResult['result'] | 'unreached';

/** What became of a command on one post; or on a whole group, where the group's posts are not told. */
export interface Outcome {
  /** Of the post or the group. */
  id: string;
  result: ResultWord;
  reason: string | null;
}

const WORDS: readonly ResultWord[] = [
  'done',
  'pending',
  'too_late',
  'already_final',
  'not_supported',
  'refused',
  'unreached',
];

export interface Count {
  result: ResultWord;
  count: number;
}

/** How many of each, what went well first; what did not occur is left out. */
export function summed(outcomes: readonly Outcome[]): Count[] {
  return WORDS.map((result) => ({
    result,
    count: outcomes.filter((outcome) => outcome.result === result).length,
  })).filter(({ count }) => count > 0);
}

export const wentWell = ({ result }: Outcome): boolean => result === 'done' || result === 'pending';

export function outcomeOf({ postId, result, error }: CommandResult): Outcome {
  return { id: postId, result, reason: error === null ? null : `${error.message} ${error.remedy}` };
}

/** The refusal of a command on one post, or on a group as a whole. */
export function outcomesOfFailure(id: string, error: unknown): Outcome[] {
  if (!(error instanceof ConflictError)) return [{ id, result: 'unreached', reason: problemText(error) }];
  const { result, results } = (error.problem ?? {}) as {
    result?: CommandResult['result'];
    results?: CommandResult[];
  };
  if (results === undefined) return [{ id, result: result ?? 'refused', reason: error.message }];
  return results.map((one) => {
    const told = outcomeOf(one);
    return { ...told, reason: told.reason ?? error.message };
  });
}

export type SendOptions = { onReply: (reply: ReplyInfo) => void };

/** A command on one post: 202 says that it goes on. */
export async function onPost(
  id: string,
  send: (id: string, options: SendOptions) => Promise<Post>,
): Promise<Outcome[]> {
  let status = 200;
  try {
    await send(id, { onReply: (reply) => (status = reply.status) });
    return [{ id, result: status === 202 ? 'pending' : 'done', reason: null }];
  } catch (error) {
    return outcomesOfFailure(id, error);
  }
}

/** A command on the posts of a group. */
export async function onGroup(
  id: string,
  send: (id: string) => Promise<{ results: CommandResult[] }>,
): Promise<Outcome[]> {
  try {
    return (await send(id)).results.map(outcomeOf);
  } catch (error) {
    return outcomesOfFailure(id, error);
  }
}

const AT_ONCE = 4;

/** A few at a time; the outcomes in the order of the ids. */
export async function onEach(
  ids: readonly string[],
  run: (id: string) => Promise<Outcome[]>,
): Promise<Outcome[]> {
  const outcomes: Outcome[][] = ids.map(() => []);
  let next = 0;
  const work = async () => {
    for (let index = next; index < ids.length; index = next) {
      next += 1;
      outcomes[index] = await run(ids[index] ?? '');
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, ids.length) }, work));
  return outcomes.flat();
}
