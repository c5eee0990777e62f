import { changedRows, countsInWords, renderTable, type TableRow } from './demo-table';
import { plain, type Paint } from './paint';

const row = (more: Partial<TableRow> = {}): TableRow => ({
  id: 'post_1',
  platform: 'tiktok',
  provider: 'layers',
  handle: 'acme',
  status: 'queued',
  platformPostUrl: null,
  platformPostId: null,
  error: null,
  ...more,
});
const expired = {
  code: 'AUTH_EXPIRED',
  upstreamCode: 'PLATFORM_AUTH_EXPIRED',
  message: 'Reconnect.',
} as TableRow['error'];

it('aligns columns and shows link, id or error', () => {
  const lines = renderTable(
    [
      row({ status: 'published', platformPostUrl: 'https://example.com/1', platformPostId: '1' }),
      row({
        platform: 'x',
        provider: 'generic:postato',
        handle: null,
        status: 'published',
        platformPostId: '2',
      }),
      row({ platform: 'threads', provider: 'postpost', status: 'failed', error: expired }),
    ],
    Infinity,
    plain,
  );
  expect(lines).toEqual([
    'PLATFORM  PROVIDER         ACCOUNT  STATUS     LINK OR ERROR',
    'tiktok    layers           acme     published  https://example.com/1',
    'x         generic:postato  –        published  id 2',
    'threads   postpost         acme     failed     AUTH_EXPIRED (PLATFORM_AUTH_EXPIRED) Reconnect.',
  ]);
});

it('cuts to the width before it paints, so that a redraw finds its lines', () => {
  const bracket: Paint = (colour, text) => `<${colour}>${text}</>`;
  const failed = row({ status: 'failed', error: expired });
  const [, line] = renderTable([failed], 40, bracket);
  expect(line).toBe('tiktok    layers    acme     <red>failed</>  AU…');
  for (const width of [40, 30, 26, 10]) {
    for (const cut of renderTable([failed], width, plain)) expect(cut.length).toBeLessThanOrEqual(width);
  }
});

it('tells only what has changed', () => {
  const before = [row(), row({ id: 'post_2', platform: 'x' })];
  const now = [row(), row({ id: 'post_2', platform: 'x', status: 'publishing' })];
  expect(changedRows(before, now)).toEqual(['x via layers (acme): publishing']);
  expect(changedRows([], before)).toHaveLength(2);
  expect(changedRows(now, now)).toEqual([]);
});

it('puts counts in words', () => {
  expect(countsInWords({ published: 5, failed: 1 })).toBe('5 published, 1 failed');
});
