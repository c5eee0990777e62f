import type { JsonObject } from './json';

/** One image or video of a post. Exactly one of `mediaId` and `url` is set. */
export interface MediaItem {
  /** Id of media stored in Postern (`med_…`). */
  mediaId?: string | null;
  /** Public http(s) address that Postern or the provider fetches. */
  url?: string | null;
  altText?: string | null;
}

/** A later part of a thread. */
export interface ThreadPart {
  text: string;
  media?: MediaItem[];
}

/** What one post says, after the group's content and the target's overrides are merged. */
export interface PostContent {
  text: string;
  media: MediaItem[];
  /** Parts after the first; empty for a single post. */
  thread: ThreadPart[];
  firstComment: string | null;
}

/**
 * Options of one target. `mode` says what shall happen (`publish` by default; `draft` hands the post to
 * the creator's app where the provider can). Everything else is keyed as the provider documents it.
 */
export type TargetOptions = JsonObject & { mode?: string };
