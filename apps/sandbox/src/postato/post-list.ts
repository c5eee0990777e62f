import { z } from 'zod';
import { isMadeBy } from '../frame/fresh-rows';
import { parseBody } from './create-input';
import { statesNamed } from './dialect';
import { invalidRequest } from './refusal';
import type { Post, PostState } from './state';

const count = (fallback: number, max: number) =>
  z.coerce
    .number()
    .int()
    .min(1)
    .default(fallback)
    .transform((value) => Math.min(value, max));

const querySchema = z.object({
  page: count(1, Number.MAX_SAFE_INTEGER),
  limit: count(25, 100),
  status: z.string().optional(),
  platform: z.string().optional(),
  postType: z.string().optional(),
  accountId: z.string().optional(),
});

export interface PostPage {
  readonly posts: Post[];
  readonly page: number;
  readonly limit: number;
  readonly total: number;
  readonly totalPages: number;
}

/** Newest first, filters together, numbered pages; what was cancelled is not there. The keys are a guess. */
export function pageOf(posts: readonly Post[], query: unknown, newestMs: number): PostPage {
  const { page, limit, status, platform, postType, accountId } = parseBody(querySchema, query);
  const states = status === undefined ? null : knownStates(status);
  const matching = posts
    .filter((post) => post.state !== 'cancelled')
    .filter(({ createdAt }) => isMadeBy(createdAt, newestMs))
    .filter((post) => states === null || states.includes(post.state))
    .filter((post) => platform === undefined || post.platform === (platform === 'x' ? 'twitter' : platform))
    .filter((post) => postType === undefined || post.postType === postType)
    .filter((post) => accountId === undefined || post.accountId === accountId)
    .reverse();
  const total = matching.length;
  const shown = matching.slice((page - 1) * limit, page * limit);
  return { posts: shown, page, limit, total, totalPages: Math.ceil(total / limit) };
}

function knownStates(status: string): PostState[] {
  const states = statesNamed(status);
  if (states.length === 0) throw invalidRequest({ status: ['Unknown status'] });
  return states;
}
