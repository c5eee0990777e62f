/** How long to wait, by what an upstream tells of its limits beside `Retry-After`. */
import { parseRetryAfter, type HttpReply } from '@postern/provider-kit';
import type { Manifest } from './manifest-schema';
import { readNumber } from './value-path';

type Limits = NonNullable<Manifest['limits']>;

/**
 * Seconds, where a refusal for the limit's sake says so; null = it does not. `Retry-After` goes before all else and
 * is read by whoever asks. A reset is believed only of a window that is used up, as replies far from their limit
 * name one too; a 429 that names no count is taken for such.
 */
export function pauseOf({ limits }: Manifest, reply: HttpReply, now: number): number | null {
  if (!limits || reply.headers['retry-after'] !== undefined) return null;
  const inBody = readNumber(reply.json, limits.retryAfter);
  if (inBody !== null && inBody >= 0) return inBody;
  if (reply.status !== 429 || isLeft(limits, reply) === true) return null;
  return secondsToReset(limits, reply, now);
}

/** Whether calls are left; null where the reply does not say. */
function isLeft(limits: Limits, reply: HttpReply): boolean | null {
  const remaining = headerNumber(reply, limits.remaining);
  if (remaining !== null) return remaining > 0;
  const used = headerNumber(reply, limits.used);
  const limit = headerNumber(reply, limits.limit);
  return used === null || limit === null ? null : used < limit;
}

function secondsToReset({ reset }: Limits, reply: HttpReply, now: number): number | null {
  const text = reset && reply.headers[reset.header.toLowerCase()]?.trim();
  if (!reset || text === undefined || text === '') return null;
  switch (reset.format) {
    case 'seconds':
      return readNumber(text, '$');
    case 'unix-seconds': {
      const at = readNumber(text, '$');
      return at === null ? null : Math.max(0, at - now / 1_000);
    }
    case 'iso': {
      const at = Date.parse(text);
      return Number.isNaN(at) ? null : Math.max(0, (at - now) / 1_000);
    }
    case 'http-date':
      return parseRetryAfter(text, now);
  }
}

function headerNumber(reply: HttpReply, name: string | undefined): number | null {
  return name === undefined ? null : readNumber(reply.headers[name.toLowerCase()], '$');
}
