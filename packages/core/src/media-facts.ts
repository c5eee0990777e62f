/** What is known of a media item, from its bytes or, failing that, from its address. */
import type { MediaItem } from './content';
import { mediaKind, type MediaKind } from './media-kind';

/** A member is `null` where nobody knows it; a rule that needs it then says nothing. */
export interface MediaFacts {
  /** An animated GIF is an `image` of content type `image/gif`. */
  kind: MediaKind;
  /** Sniffed from the bytes, without parameters: `image/jpeg`. */
  contentType: string | null;
  sizeBytes: number | null;
  /** Pixels, as shown: rotation is applied. */
  width: number | null;
  height: number | null;
  /** Of a video or an animation, in milliseconds. */
  durationMs: number | null;
}

/** What the content rules ask of whoever knows more than the post itself. */
export interface ContentLookups {
  /** `null`: only the address is known. */
  factsOf: (item: MediaItem) => MediaFacts | null;
}

/** The facts that a lookup knows, else what the address shows. */
export function mediaFacts(item: MediaItem, { factsOf }: ContentLookups): MediaFacts {
  return factsOf(item) ?? { ...NOTHING_KNOWN, kind: mediaKind(item) };
}

const NOTHING_KNOWN: Omit<MediaFacts, 'kind'> = {
  contentType: null,
  sizeBytes: null,
  width: null,
  height: null,
  durationMs: null,
};

/** For callers that know nothing but addresses. */
export const BY_ADDRESS_ALONE: ContentLookups = { factsOf: () => null };
