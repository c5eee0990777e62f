import type { PostStatus } from '@postern/core';
import type { PostGroupView } from '../post-groups/post-group-view';
import type { PostView } from '../posts/post-view';
import type { Colour, Paint } from './paint';

/** What of a post the table shows. */
export type TableRow = Pick<
  PostView,
  'id' | 'platform' | 'provider' | 'handle' | 'status' | 'platformPostUrl' | 'platformPostId' | 'error'
>;

const HEADINGS = ['PLATFORM', 'PROVIDER', 'ACCOUNT', 'STATUS', 'LINK OR ERROR'] as const;
const STATUS_COLUMN = 3;
const GAP = '  ';

/** The posts of a group as aligned lines, none longer than `width`. */
export function renderTable(posts: readonly TableRow[], width: number, paint: Paint): string[] {
  const rows = posts.map(cellsOf);
  const widths = HEADINGS.map((heading, column) =>
    Math.max(heading.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const head = paint('dim', fit(pad(HEADINGS, widths).join(GAP), width));
  return [head, ...posts.map((post, index) => renderRow(post, pad(rows[index] ?? [], widths), width, paint))];
}

/** Cut first, painted afterwards, so that no colour is cut in two. */
function renderRow({ status }: TableRow, cells: readonly string[], width: number, paint: Paint): string {
  const before = `${cells.slice(0, STATUS_COLUMN).join(GAP)}${GAP}`;
  const word = cells[STATUS_COLUMN] ?? '';
  const line = fit(cells.join(GAP), width);
  const [start, end] = [before.length, before.length + word.length];
  return `${line.slice(0, start)}${paint(COLOURS[status], line.slice(start, end))}${line.slice(end)}`;
}

/** A sentence for each post that says something else than before, for output that cannot be drawn over. */
export function changedRows(before: readonly TableRow[], now: readonly TableRow[]): string[] {
  const known = new Map(before.map((post) => [post.id, cellsOf(post).join()]));
  return now
    .filter((post) => known.get(post.id) !== cellsOf(post).join())
    .map((post) => {
      const [platform, provider, handle, status, outcome] = cellsOf(post);
      return `${platform} via ${provider} (${handle}): ${status}${outcome === '' ? '' : ` ${outcome}`}`;
    });
}

/** `5 published, 1 failed`: the counts of a group in words. */
export function countsInWords(counts: PostGroupView['counts']): string {
  return Object.entries(counts)
    .map(([status, count]) => `${count} ${status}`)
    .join(', ');
}

function cellsOf({ platform, provider, handle, status, ...outcome }: TableRow): string[] {
  return [platform, provider, handle ?? '–', status, outcomeOf(outcome)];
}

function outcomeOf({ error, platformPostUrl, platformPostId }: Partial<TableRow>): string {
  if (error)
    return `${error.code}${error.upstreamCode === null ? '' : ` (${error.upstreamCode})`} ${error.message}`;
  // Some upstreams tell the network's id only.
  return platformPostUrl ?? (platformPostId ? `id ${platformPostId}` : '');
}

function pad(cells: readonly string[], widths: readonly number[]): string[] {
  return cells.map((cell, column) =>
    column === widths.length - 1 ? cell : cell.padEnd(widths[column] ?? 0),
  );
}

function fit(line: string, width: number): string {
  return line.length <= width ? line.trimEnd() : `${line.slice(0, width - 1)}…`;
}

const COLOURS: Record<PostStatus, Colour> = {
  draft: 'dim',
  pending_approval: 'yellow',
  scheduled: 'dim',
  queued: 'dim',
  publishing: 'cyan',
  unknown: 'yellow',
  handed_off: 'green',
  published: 'green',
  failed: 'red',
  canceled: 'yellow',
};
