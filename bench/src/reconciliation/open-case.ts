/** How many posts are open behind how many connections of each upstream, and in what state. */
export interface OpenCase {
  posts: number;
  connections: number;
  state: OpenState;
}

/**
 * `waiting`: due, and the upstream still shows them as scheduled. `publishing`: the upstream is at it, and
 * does not end. `ahead`: due in some hours.
 */
export type OpenState = (typeof OPEN_STATES)[number];

export const OPEN_STATES = ['waiting', 'publishing', 'ahead'] as const;

const FORM = /^(\d+)(?:\/(\d+))?(?::([a-z]+))?$/;

/** @param text such as `5000`, `5000/10` or `1000:publishing` */
export function parseCase(text: string): OpenCase {
  const [, posts, connections = '1', word = 'waiting'] = FORM.exec(text) ?? [];
  const state = OPEN_STATES.find((known) => known === word);
  if (posts === undefined || Number(posts) < 1 || Number(connections) < 1 || state === undefined) {
    throw new Error(`"${text}" is no case: posts[/connections][:${OPEN_STATES.join('|')}].`);
  }
  return { posts: Number(posts), connections: Number(connections), state };
}

export function nameOfCase({ posts, connections, state }: OpenCase): string {
  return `${posts} ${state}, ${connections === 1 ? '1 connection' : `${connections} connections`}`;
}
