import type { PostGroup, PostGroupStatus } from '@postern/client';
import dayjs from 'dayjs';

/** A group as the calendar shows it. */
export interface ShownGroup {
  id: string;
  status: PostGroupStatus;
  /** ISO 8601: when it shall go out, or did. */
  at: string;
  text: string;
  platforms: string[];
  /** It should have begun a minute ago, and has not. */
  late: boolean;
  /** One of its posts waits, so that its time can be changed. */
  movable: boolean;
}

const WAITING: readonly string[] = ['scheduled', 'queued', 'pending_approval'];
const GRACE_MS = 60_000;
/** An appointment has an end, a post does not: as long as can be read. */
const MINUTES = 30;

/** @param movedTo where a person has just moved it, before the gateway has said yes */
export function shownGroup(group: PostGroup, now: number, movedTo?: string): ShownGroup {
  const went = group.posts.map(({ publishedAt }) => publishedAt).find((at) => at !== null);
  const at = movedTo ?? group.scheduledAt ?? went ?? group.createdAt;
  const waits = group.posts.some(({ status }) => WAITING.includes(status));
  return {
    id: group.id,
    status: group.status,
    at,
    text: (group.content.text ?? '').replace(/\s+/g, ' ').trim().slice(0, 140),
    platforms: [...new Set(group.posts.map(({ platform }) => platform))],
    late: waits && group.scheduledAt !== null && Date.parse(at) + GRACE_MS < now,
    movable: waits || (group.status === 'draft' && group.scheduledAt !== null),
  };
}

/** Within one day: what ends tomorrow would be drawn over two. */
export function drawn({ at }: Pick<ShownGroup, 'at'>): { start: string; end: string } {
  const start = dayjs(at);
  const end = start.add(MINUTES, 'minute');
  const last = start.endOf('day');
  return { start: stamp(start), end: stamp(end.isAfter(last) ? last : end) };
}

const stamp = (moment: dayjs.Dayjs): string => moment.format('YYYY-MM-DD HH:mm:ss');

/** ISO 8601 of what the calendar says without a zone. */
export const momentOf = (stamped: string): string => dayjs(stamped.replace(' ', 'T')).toISOString();
