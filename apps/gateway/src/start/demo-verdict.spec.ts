import { countOnNetworks, disappointments, type JudgedGroup } from './demo-verdict';

type Row = JudgedGroup['posts'][number];

const MARKER = 'demo 1, abcd';
const published = (provider: string, platform: string): Row => ({
  provider,
  platform,
  status: 'published',
  error: null,
});
const failed = (error: Partial<NonNullable<Row['error']>> | null): Row => ({
  provider: 'postpost',
  platform: 'threads',
  status: 'failed',
  error: error as Row['error'],
});
const expired = failed({
  code: 'AUTH_EXPIRED',
  upstreamCode: 'PLATFORM_AUTH_EXPIRED',
  message: 'Reconnect.',
});
const shown = (upstream: string, platform: string, text = `Hello (${MARKER}).`) => ({
  upstream,
  platform,
  text,
});

const POSTS = [published('layers', 'tiktok'), published('generic:postato', 'x'), expired];
const NETWORK = [shown('layers', 'tiktok'), shown('postato', 'twitter')];

const verdict = (status: JudgedGroup['status'], posts: Row[], network = NETWORK) =>
  disappointments({ status, posts }, countOnNetworks(posts, network, MARKER));

it('is content with one refusal, and with networks that hold exactly the rest', () => {
  expect(countOnNetworks(POSTS, NETWORK, MARKER)).toEqual({ published: 2, shown: 2, problems: [] });
  expect(verdict('partially_published', POSTS)).toEqual([]);
});

it('leaves other posts on the networks alone', () => {
  expect(
    verdict('partially_published', POSTS, [...NETWORK, shown('layers', 'tiktok', 'Another text')]),
  ).toEqual([]);
});

it.each([
  [
    'a post shown twice',
    [...NETWORK, shown('layers', 'tiktok')],
    'tiktok via layers is published here and shown 2 times there.',
  ],
  ['a post that is not there', [NETWORK[0]!], 'x via generic:postato is published here and absent there.'],
  [
    'a failed post that is there',
    [...NETWORK, shown('postpost', 'threads')],
    'threads via postpost is failed here and shown 1 times there.',
  ],
  [
    'a post of nobody',
    [...NETWORK, shown('layers', 'instagram')],
    'instagram via layers is no target, and shown 1 times there.',
  ],
])('finds %s', (_name, network, problem) => {
  expect(verdict('partially_published', POSTS, network)).toEqual([problem]);
});

it('wants one failed post, with code, upstream code and message', () => {
  expect(verdict('published', POSTS.slice(0, 2))).toEqual([
    'The group ended as published and not as partially_published.',
    '0 posts failed, and not exactly one.',
  ]);
  const bare = [...POSTS.slice(0, 2), failed({ code: 'AUTH_EXPIRED', upstreamCode: null, message: '' })];
  expect(verdict('partially_published', bare)).toEqual([
    "threads via postpost failed without the upstream's code.",
    'threads via postpost failed without a message.',
  ]);
  expect(verdict('partially_published', [...POSTS, expired])[0]).toBe('2 posts failed, and not exactly one.');
});

it('says no more of a group that is open than that', () => {
  expect(verdict('publishing', POSTS, [])).toEqual(['The group is still publishing.']);
});
