import { Badge } from '@mantine/core';
import type { PostGroupStatus, PostStatus } from '@postern/client';
import { texts } from '../texts';

/** How something stands, from well to ill: the colour of its dot. The word says it, too, for who sees no colours. */
export type Tone = 'good' | 'bad' | 'warning' | 'busy' | 'waiting' | 'quiet';

export const TONE_COLOURS: Record<Tone, string> = {
  good: 'var(--mantine-color-green-6)',
  bad: 'var(--mantine-color-red-6)',
  warning: 'var(--mantine-color-orange-5)',
  busy: 'var(--mantine-color-blue-5)',
  waiting: 'var(--mantine-color-violet-4)',
  quiet: 'var(--mantine-color-gray-5)',
};

export function ToneBadge({ tone, children }: { tone: Tone; children: string }) {
  const dot = (
    <span aria-hidden style={{ width: 8, height: 8, borderRadius: 4, background: TONE_COLOURS[tone] }} />
  );
  return (
    <Badge
      variant="default"
      leftSection={dot}
      tt="none"
      fw={500}
      style={{ flexShrink: 0, minWidth: 'max-content' }}
    >
      {children}
    </Badge>
  );
}

export function StatusBadge({ status }: { status: PostStatus | PostGroupStatus }) {
  return <ToneBadge tone={STATUS_TONES[status]}>{texts.statuses[status]}</ToneBadge>;
}

export const STATUS_TONES: Record<PostStatus | PostGroupStatus, Tone> = {
  draft: 'quiet',
  scheduled: 'waiting',
  pending_approval: 'waiting',
  queued: 'waiting',
  publishing: 'busy',
  published: 'good',
  partially_published: 'warning',
  handed_off: 'good',
  failed: 'bad',
  canceled: 'quiet',
  unknown: 'warning',
};
