import { Text } from '@mantine/core';
import type { PlatformAbilities } from '@postern/client';
import { useDeferredValue, useMemo } from 'react';
import { texts } from '../../texts';
import { type CountedMedia, fittingLength, textRooms } from './text-room';
import { textTokens } from './text-tokens';
import classes from './preview.module.css';

interface PreviewTextProps {
  text: string;
  media: readonly CountedMedia[];
  limits: PlatformAbilities['limits'];
  platform: string;
}

const words = texts.preview;

/** A part's text with its links, and a mark where the network would take no more. */
export function PreviewText({ text, media, limits, platform }: PreviewTextProps) {
  // Finding the place in a long text takes a while; typing does not wait for it.
  const shown = useDeferredValue(text);
  const { fitting, over } = useMemo(() => cutOf(shown, media, limits), [shown, media, limits]);
  if (shown.trim() === '') {
    return media.length > 0 ? null : (
      <Text size="sm" c="dimmed">
        {words.empty}
      </Text>
    );
  }
  const rest = shown.slice(fitting);
  return (
    <Text component="div" size="sm" className={classes.text} dir="auto">
      <Marked text={shown.slice(0, fitting)} />
      {rest !== '' && (
        <>
          <del className={classes.over} aria-label={words.tooLong + rest}>
            {rest}
          </del>
          <Text component="p" size="xs" fw={600} m={0} mt={4} c="var(--mantine-color-error)">
            {words.cut(platform, over)}
          </Text>
        </>
      )}
    </Text>
  );
}

function cutOf(text: string, media: readonly CountedMedia[], limits: PlatformAbilities['limits']) {
  const [room] = textRooms(text, media, limits);
  if (room === undefined || room.warnsOnly || room.length <= room.max)
    return { fitting: text.length, over: 0 };
  return { fitting: fittingLength(text, room), over: room.length - room.max };
}

function Marked({ text }: { text: string }) {
  return textTokens(text).map(({ kind, text: piece }, index) =>
    kind === 'text' ? (
      piece
    ) : (
      <span key={index} className={classes.token} data-kind={kind}>
        {piece}
      </span>
    ),
  );
}
