import { Avatar, Divider, Group, Paper, Stack, Text } from '@mantine/core';
import type { PlatformAbilities } from '@postern/client';
import { platformName } from '@postern/core';
import { useId } from 'react';
import { texts } from '../../texts';
import { safeSource } from './media-source';
import { PreviewMedia, type PreviewItem } from './preview-media';
import { PreviewText } from './preview-text';

export interface PreviewContent {
  text: string;
  media: readonly PreviewItem[];
  thread: readonly { text: string; media?: readonly PreviewItem[] }[];
  firstComment: string | null;
}

interface ContentPreviewProps {
  content: PreviewContent;
  platform: string;
  account: { displayName?: string | null; handle: string | null; avatarUrl?: string | null };
  /** Of the account's provider for the platform (`GET /v1/providers`); without them nothing is said of limits. */
  abilities?: PlatformAbilities;
}

const words = texts.preview;

/** How a post will look: what is published to whom, and what is not. Never a copy of the network's own design. */
export function ContentPreview({ content, platform, account, abilities }: ContentPreviewProps) {
  const id = useId();
  const name = platformName(platform);
  const parts = [content, ...content.thread];
  const limits = abilities?.limits ?? [];
  return (
    <Paper component="figure" withBorder p="sm" m={0} aria-labelledby={id} style={{ borderStyle: 'dashed' }}>
      <Stack gap="sm">
        <figcaption id={id}>
          <Text size="sm" fw={600}>
            {words.of(name)}
          </Text>
          <Text size="xs" c="dimmed">
            {words.note}
          </Text>
        </figcaption>
        <Author account={account} />
        {parts.map((part, index) => (
          <Stack key={index} gap="xs" data-part={index}>
            {parts.length > 1 && (
              <Divider
                labelPosition="left"
                label={words.part(index + 1, parts.length)}
                styles={dividerStyles}
              />
            )}
            <PreviewText text={part.text} media={part.media ?? []} limits={limits} platform={name} />
            <PreviewMedia items={part.media ?? []} />
          </Stack>
        ))}
        <Comment text={content.firstComment} />
        {abilities !== undefined && <Lost content={content} abilities={abilities} platform={name} />}
      </Stack>
    </Paper>
  );
}

const dividerStyles = { label: { color: 'var(--mantine-color-text)' } };

function Author({ account }: Pick<ContentPreviewProps, 'account'>) {
  const { displayName, handle, avatarUrl } = account;
  const source = safeSource(avatarUrl, window.location.origin);
  return (
    <Group gap="xs" wrap="nowrap">
      <Avatar
        src={source}
        alt=""
        aria-hidden
        size="sm"
        variant="default"
        imageProps={{ referrerPolicy: 'no-referrer', loading: 'lazy' }}
      />
      <div style={{ minWidth: 0, overflowWrap: 'anywhere' }}>
        <Text size="sm" fw={600}>
          {displayName ?? handle ?? words.noName}
        </Text>
        {displayName && handle && (
          <Text size="xs" c="dimmed">
            {handle}
          </Text>
        )}
      </div>
    </Group>
  );
}

function Comment({ text }: { text: string | null }) {
  if (text === null || text.trim() === '') return null;
  return (
    <Stack gap="xs">
      <Divider labelPosition="left" label={words.firstComment} styles={dividerStyles} />
      <PreviewText text={text} media={[]} limits={[]} platform="" />
    </Stack>
  );
}

interface LostProps {
  content: PreviewContent;
  abilities: PlatformAbilities;
  platform: string;
}

/** What is written above, and would not reach the network. */
function Lost({ content, abilities, platform }: LostProps) {
  const { thread, firstComment, altText } = abilities;
  const total = content.thread.length + 1;
  const described = [content, ...content.thread].some(({ media }) => media?.some((item) => item.altText));
  const lost = [
    total > 1 && thread === null ? words.noThread(platform) : null,
    thread !== null && total > thread.maxParts ? words.tooManyParts(thread.maxParts) : null,
    content.firstComment?.trim() && !firstComment ? words.noFirstComment(platform) : null,
    described && !altText ? words.noAltText : null,
  ].filter((word) => word !== null);
  if (lost.length === 0) return null;
  return (
    <Stack gap={2}>
      {lost.map((word) => (
        <Text key={word} size="sm" c="var(--mantine-color-error)">
          {word}
        </Text>
      ))}
    </Stack>
  );
}
