import type { MediaItem, PostContent } from '@postern/core';
import type { ContentDto, MediaItemDto } from './create-post-group.dto';

/** The content of one target: each member of its own content replaces the group's. */
export function resolveContent(group: ContentDto | null | undefined, own?: ContentDto | null): PostContent {
  const pick = <K extends keyof ContentDto>(key: K): ContentDto[K] => own?.[key] ?? group?.[key];
  return {
    text: pick('text') ?? '',
    media: mediaItems(pick('media')),
    thread: (pick('thread') ?? []).map((part) => ({ text: part.text, media: mediaItems(part.media) })),
    firstComment: pick('firstComment') ?? null,
  };
}

function mediaItems(items: MediaItemDto[] | null | undefined): MediaItem[] {
  return (items ?? []).map(({ mediaId, url, altText }) => ({
    mediaId: mediaId ?? null,
    url: url ?? null,
    altText: altText ?? null,
  }));
}
