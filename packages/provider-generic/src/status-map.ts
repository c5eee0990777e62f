/** From an upstream's words to ours. A word that is not listed means nothing; it is never guessed. */
import type { PostStatus, PublishErrorCode } from '@postern/core';
import type { Manifest, StatusMeaning } from './manifest-schema';
import { wordKey } from './value-path';

export interface StatusReading {
  status: PostStatus | null;
  /** Set where the word itself says why. */
  errorCode: PublishErrorCode | null;
}

const NOTHING: StatusReading = { status: null, errorCode: null };

export function readMeaning(meaning: StatusMeaning): StatusReading {
  if (meaning === null) return NOTHING;
  if (typeof meaning === 'string') return { status: meaning, errorCode: null };
  return { status: meaning.status, errorCode: meaning.error ?? null };
}

export function readWord(table: Record<string, StatusMeaning>, word: string | null): StatusReading {
  if (word === null) return NOTHING;
  const key = wordKey(word);
  const listed = Object.entries(table).find(([each]) => wordKey(each) === key);
  return listed ? readMeaning(listed[1]) : NOTHING;
}

/** Whether the table lists the word at all, be it as "says nothing". */
export function isListed(table: Record<string, unknown>, word: string): boolean {
  return Object.keys(table).some((each) => wordKey(each) === wordKey(word));
}

/**
 * The descriptor's table: every documented word of both levels. A word of both means what it means in a row, as
 * that is what decides.
 */
export function statusTable({ statuses }: Manifest): Record<string, PostStatus | null> {
  const words = [...Object.entries(statuses.group), ...Object.entries(statuses.post)];
  return Object.fromEntries(words.map(([word, meaning]) => [word, readMeaning(meaning).status]));
}
