import { Group, Skeleton, Text } from '@mantine/core';
import { NotFoundError } from '@postern/client';
import { useQuery } from '@tanstack/react-query';
import { Film, ImageOff } from 'lucide-react';
import { texts } from '../../texts';
import { mediaQuery } from './media-query';
import { safeSource, shortAddress } from './media-source';
import { kindOf } from './text-room';
import classes from './preview.module.css';

export interface PreviewItem {
  mediaId?: string | null;
  url?: string | null;
  altText?: string | null;
  contentType?: string | null;
  /** `blob:` address of a file that is on its way. */
  localUrl?: string | null;
}

const words = texts.preview;

/** The media of a part, as a grid, each with the text that stands for it. */
export function PreviewMedia({ items }: { items: readonly PreviewItem[] }) {
  if (items.length === 0) return null;
  return (
    <ul className={classes.grid} aria-label={words.media} data-single={items.length === 1 || undefined}>
      {items.map((item, index) => (
        <li key={index} className={classes.item}>
          <MediumPicture item={item} label={item.altText || words.mediaNumber(index + 1)} />
          <Text size="xs" c={item.altText ? undefined : 'dimmed'} className={classes.alt}>
            {item.altText ? words.altText(item.altText) : words.altMissing}
          </Text>
        </li>
      ))}
    </ul>
  );
}

/** One medium: as it looks where that is safe to show, else what it is. */
export function MediumPicture({ item, label }: { item: PreviewItem; label: string }) {
  const stored = useQuery({
    ...mediaQuery(item.mediaId ?? ''),
    enabled: Boolean(item.mediaId) && !item.localUrl,
  });
  const contentType = item.contentType ?? stored.data?.contentType;
  const address = item.localUrl ?? stored.data?.contentUrl ?? item.url;
  const source = safeSource(address, window.location.origin);
  const isForeign = address === item.url;
  if (item.mediaId && !address) {
    if (stored.isPending) return <Skeleton className={classes.picture} />;
    const gone = stored.error instanceof NotFoundError;
    return <Placeholder label={label} note={gone ? words.gone : words.notShown} />;
  }
  if (kindOf({ url: item.url, contentType }) === 'video') {
    // A page's videos are asked for with its address; so none of strangers is.
    if (source === null || isForeign) {
      return <Placeholder label={label} note={item.url ? shortAddress(item.url) : words.video} video />;
    }
    return (
      <video className={classes.picture} src={source} aria-label={label} controls muted preload="metadata" />
    );
  }
  if (source === null) {
    return <Placeholder label={label} note={item.url ? shortAddress(item.url) : words.notShown} />;
  }
  return (
    <img className={classes.picture} src={source} alt={label} referrerPolicy="no-referrer" loading="lazy" />
  );
}

function Placeholder({ label, note, video = false }: { label: string; note: string; video?: boolean }) {
  const Icon = video ? Film : ImageOff;
  return (
    <Group className={classes.picture} role="img" aria-label={label} justify="center" gap={4} p={4}>
      <Icon size={16} aria-hidden />
      <Text size="xs" style={{ overflowWrap: 'anywhere' }}>
        {note}
      </Text>
    </Group>
  );
}
