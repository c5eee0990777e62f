import type { Content, Post, PostGroup } from '@postern/client';
import { type Draft, emptyDraft } from './draft';
import { createBody, updateBody } from './draft-body';
import { differences, draftOf } from './group-draft';
import { intentionFor } from './intention';
import { optionValue, typedOption } from './option-values';

const draft: Draft = {
  ...emptyDraft('2026-12-01T08:00:00.000Z'),
  content: {
    text: 'Hello',
    media: [{ key: 'k', mediaId: 'med_1', url: null, altText: ' A cup ', name: 'a.jpg' }],
    thread: [{ key: 't', text: 'More', media: [] }],
    firstComment: ' ',
  },
  targets: [
    { accountId: 'acct_1', own: {}, options: {} },
    { accountId: 'acct_2', own: { text: '', thread: [] }, options: { mode: 'draft', count: '5', id: '"5"' } },
  ],
  clientReference: ' campaign ',
  maxLatenessMinutes: '60',
  metadata: '{"team":"growth"}',
};

it('makes the body of a create', () => {
  expect(createBody(draft, true)).toEqual({
    content: {
      text: 'Hello',
      media: [{ mediaId: 'med_1', altText: 'A cup' }],
      thread: [{ text: 'More', media: [] }],
      firstComment: null,
    },
    targets: [
      { accountId: 'acct_1' },
      {
        accountId: 'acct_2',
        content: { text: '', thread: [] },
        options: { mode: 'draft', count: 5, id: '5' },
      },
    ],
    scheduledAt: '2026-12-01T08:00:00.000Z',
    draft: true,
    clientReference: 'campaign',
    maxLatenessSeconds: 3600,
    metadata: { team: 'growth' },
  });
});

it('names the time in an edit only where it is another', () => {
  expect(updateBody(draft, draft)).not.toHaveProperty('scheduledAt');
  expect(updateBody({ ...draft, scheduledAt: null }, draft)).toHaveProperty('scheduledAt', null);
  expect(updateBody({ ...draft, metadata: '' }, draft)).toHaveProperty('metadata', null);
});

it('reads options as they were typed', () => {
  for (const value of ['a board', '5', 5, true, ['a'], { a: 1 }])
    expect(optionValue(typedOption(value))).toEqual(value);
});

it('repeats a request under its key, and gives another one another', () => {
  const first = intentionFor(null, { text: 'a' });
  expect(intentionFor(first, { text: 'a' })).toBe(first);
  expect(intentionFor(first, { text: 'b' }).key).not.toBe(first.key);
});

describe('a group as a draft', () => {
  const content: Content = {
    text: 'Hello',
    media: [{ mediaId: null, url: 'https://example.com/a.jpg', altText: null }],
    thread: [],
    firstComment: null,
  };
  const post = (id: string, own: Partial<Content>, status: Post['status'] = 'draft') =>
    ({
      id,
      accountId: `acct_${id}`,
      status,
      content: { ...content, ...own },
      options: { mode: 'draft' },
    }) as unknown as Post;
  const group = {
    id: 'pg_1',
    status: 'draft',
    version: 2,
    scheduledAt: null,
    clientReference: null,
    metadata: {},
    content,
    posts: [post('1', {}), post('2', { text: 'Mine' }), post('3', {}, 'canceled')],
  } as unknown as PostGroup;

  it('keeps what each post says of its own, and leaves canceled ones out', () => {
    const { targets, content: shared } = draftOf(group);
    expect(targets).toEqual([
      { accountId: 'acct_1', own: {}, options: { mode: 'draft' } },
      { accountId: 'acct_2', own: { text: 'Mine' }, options: { mode: 'draft' } },
    ]);
    expect(shared.media).toMatchObject([{ url: 'https://example.com/a.jpg', mediaId: null }]);
  });

  it('tells in what another version differs', () => {
    const after = { ...group, content: { ...content, text: 'Hi' }, scheduledAt: '2026-12-01T08:00:00.000Z' };
    expect(differences(group, group)).toEqual([]);
    expect(
      differences(group, { ...after, posts: [post('1', { text: 'Hi' }), post('2', { text: 'Mine' })] }),
    ).toEqual(['text', 'scheduledAt']);
  });
});
