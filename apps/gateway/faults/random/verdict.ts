/** Compares what the gateway says with what the networks show, post by post. */
import type { PostStatus, PublishError } from '@postern/core';
import { routeOf, type Upstream } from '../house/routes';
import type { NetworkEntry } from '../house/sandbox-control';
import type { AskedPost } from './publisher';

/** A post as the gateway's database holds it. */
export interface StoredPost {
  id: string;
  status: PostStatus;
  round: number;
  attempts: number;
  submissionId: string | null;
  error: PublishError | null;
  /** When its outcome is looked into again; `null` = never. */
  nextLookAt: Date | null;
  /** Milliseconds since a call that could publish it was last made. */
  sinceLastCallMs: number | null;
  /** Bodies of the replies to its last submission. */
  refusals: string[];
  /** When those of its attempts began whose outcome was not heard, in milliseconds. */
  lostAt: number[];
  /** It was `unknown` for a while, or still is. */
  wasUnknown: boolean;
}

export type Fault =
  /** On its network more than once. */
  | 'twice'
  /** Published here and not there, or there and failed or canceled here. */
  | 'lost'
  /** Nobody knows, although every upstream of the suite can be asked and enough time has gone by. */
  | 'unknown'
  /** Not final, long after the faults ended. */
  | 'open'
  /** Failed, and no upstream has refused it. */
  | 'failed without refusal'
  /** Taken, and not in the database. */
  | 'vanished';

export interface Judged {
  post: AskedPost;
  stored: StoredPost | null;
  /** How often it is on its network. */
  seen: number;
  fault: Fault | null;
  /** `unknown` is the end of it, and rightly: a person decides. */
  isLeft: boolean;
}

/** Whether nobody but a person can say what became of a post, because the reply to its create is gone. */
export type LeftToPeople = (post: AskedPost, stored: StoredPost, seen: number) => boolean;

/**
 * What the sandbox answers where it is told to refuse: the one reason for which a post of a run may fail whose
 * network would have taken it.
 */
const REFUSAL = new RegExp(
  [
    'The target cannot take this content|Refused by the sandbox|sandbox_refused',
    'Content was refused|The platform does not allow this content|"Not allowed"|The content is not taken',
    'The content was not accepted',
  ].join('|'),
);

/**
 * A post that no list shows may still be on its way: its absence counts five minutes after the last call, seen
 * twice a minute apart, by looks that come once a minute. So long `unknown` is the right answer.
 */
export const ABSENCE_TAKES_MS = 8 * 60_000;

export function judge(
  asked: readonly AskedPost[],
  stored: ReadonlyMap<string, StoredPost>,
  network: readonly NetworkEntry[],
  leftToPeople: LeftToPeople = () => false,
): Judged[] {
  const seen = new Map<string, number>();
  for (const entry of network) {
    const key = keyOf(entry.upstream, entry.account, tokenOf(entry.text));
    seen.set(key, (seen.get(key) ?? 0) + 1);
  }
  return asked.map((post) => {
    const row = stored.get(post.id) ?? null;
    const count = seen.get(keyOf(upstreamOf(post), post.account.seenAs, post.token)) ?? 0;
    const isLeft = row?.status === 'unknown' && count <= 1 && leftToPeople(post, row, count);
    return { post, stored: row, seen: count, fault: isLeft ? null : faultOf(row, count, post), isLeft };
  });
}

/** Entries of the networks that no post asked for; texts of others are not ours to judge. */
export function strangers(asked: readonly AskedPost[], network: readonly NetworkEntry[]): NetworkEntry[] {
  const known = new Set(asked.map((post) => keyOf(upstreamOf(post), post.account.seenAs, post.token)));
  return network.filter(({ upstream, account, text }) => !known.has(keyOf(upstream, account, tokenOf(text))));
}

function faultOf(stored: StoredPost | null, seen: number, { isDoomed }: AskedPost): Fault | null {
  if (seen > 1) return 'twice';
  if (stored === null) return 'vanished';
  switch (stored.status) {
    case 'published':
    case 'handed_off':
      return seen === 1 ? null : 'lost';
    case 'canceled':
      return seen === 0 ? null : 'lost';
    case 'failed':
      if (seen > 0) return 'lost';
      return isDoomed || stored.refusals.some((body) => REFUSAL.test(body)) ? null : 'failed without refusal';
    case 'unknown':
      return seen === 0 && isBeingSettled(stored) ? null : 'unknown';
    case 'draft':
    case 'pending_approval':
    case 'scheduled':
    case 'queued':
    case 'publishing':
      return 'open';
  }
}

function isBeingSettled({ nextLookAt, sinceLastCallMs }: StoredPost): boolean {
  return nextLookAt !== null && sinceLastCallMs !== null && sinceLastCallMs < ABSENCE_TAKES_MS;
}

function upstreamOf({ route }: AskedPost): Upstream {
  return routeOf(route).upstream;
}

/** Upstreams spell the same account with and without a prefix. */
function keyOf(upstream: Upstream, account: string, token: string): string {
  return [upstream, account.replace(/^[a-z]+_/, ''), token].join(' ');
}

function tokenOf(text: string): string {
  return /\bpf\d+x\d{6}\b/.exec(text)?.[0] ?? text;
}
