import type { Post, PostGroup } from '@postern/client';
import { type Cell, type Color, paint, table } from './table';
import type { Terminal } from './terminal';

type Look = Pick<Terminal, 'columns' | 'colors'>;

export const colorOf = (status: string): Color => {
  if (['published', 'handed_off'].includes(status)) return 'green';
  if (['failed', 'partially_published'].includes(status)) return 'red';
  return status === 'canceled' ? 'dim' : 'yellow';
};

/** A group with a line per post. */
export function groupLines(group: PostGroup, { columns, colors }: Look): string[] {
  const when = group.scheduledAt === null ? '' : `, for ${group.scheduledAt}`;
  const head = `${group.id} is ${paint(group.status, colorOf(group.status), colors)}${when}: ${countsOf(group)}`;
  return [head, ...postLines(group.posts, { columns, colors })];
}

export function postLines(posts: readonly Post[], { columns, colors }: Look): string[] {
  const head = ['POST', 'PLATFORM', 'ACCOUNT', 'STATUS', 'LINK OR ERROR'].map((text): Cell => ({
    text,
    color: 'dim',
  }));
  const rows = posts.map((post): Cell[] => [
    { text: post.id },
    { text: post.platform },
    { text: post.handle ?? post.accountId },
    { text: post.status, color: colorOf(post.status) },
    { text: outcomeOf(post) },
  ]);
  return table([head, ...rows], columns, colors);
}

/** The link, what went wrong, or when it goes out. */
export function outcomeOf(post: Post): string {
  if (post.error !== null) return `${post.error.code}: ${post.error.message}`;
  if (post.platformPostUrl !== null) return post.platformPostUrl;
  if (post.platformPostId !== null) return `id ${post.platformPostId}`;
  if (post.cancelReason !== null) return post.cancelReason;
  return post.status === 'scheduled' && post.scheduledAt !== null ? `at ${post.scheduledAt}` : '';
}

export const countsOf = ({ counts }: PostGroup): string =>
  Object.entries(counts)
    .map(([status, count]) => `${count} ${status}`)
    .join(', ');

/** A table that is drawn over itself as things move. */
export class LiveTable {
  private drawn = 0;

  constructor(private readonly terminal: Terminal) {}

  draw(lines: readonly string[]): void {
    const up = this.drawn > 0 ? `\x1b[${this.drawn}A\x1b[J` : '';
    this.terminal.out(`${up}${lines.join('\n')}\n`);
    this.drawn = lines.length;
  }
}
