import { validateSync } from 'class-validator';
import { CreatePostGroupDto } from '../post-groups/create-post-group.dto';
import { accepts } from './accepts';
import { instantiate } from './instantiate';
import { validate } from './validate';

const target = { accountId: 'acct_1' };
const GOOD = [
  { targets: [target] },
  { content: null, targets: [target], scheduledAt: null, metadata: null },
  {
    content: {
      text: 'a',
      media: [{ url: 'https://example.com/a.jpg', altText: 'b' }],
      thread: [{ text: 'c' }],
    },
    targets: [{ ...target, content: { text: 'd', media: null }, options: { mode: 'draft', deep: [{}] } }],
    scheduledAt: '2026-12-01T09:00:00+01:00',
    draft: false,
    duplicateWindowSeconds: 60,
    metadata: { team: 'growth' },
  },
];
const BAD = [
  {},
  { targets: [] },
  { targets: {} },
  { targets: [null] },
  { targets: [[target]] },
  { targets: [{ accountId: '' }] },
  { targets: [{ accountId: 1 }] },
  { targets: [target], content: [] },
  { targets: [target], content: { thread: [{}] } },
  { targets: [target], content: { media: [{ url: 'ftp://example.com/a' }] } },
  { targets: [target], content: { media: [{ url: 'https://example.com/a', mediaId: 'med_1' }] } },
  { targets: [target], scheduledAt: 'tomorrow' },
  { targets: [target], draft: 'yes' },
  { targets: [target], maxLatenessSeconds: 0.5 },
  { targets: [target], metadata: { long: Array.from({ length: 5_000 }, () => 'long') } },
];

const made = (body: object) => instantiate(CreatePostGroupDto, body, 10).instance;

it.each(GOOD)('accepts what the library finds no fault with: %#', (body) => {
  expect(validateSync(made(body), { whitelist: true, forbidNonWhitelisted: true })).toEqual([]);
  expect(accepts(made(body))).toBe(true);
  expect(validate(CreatePostGroupDto, body)).toEqual(made(body));
});

it.each(BAD)('leaves to the library what it finds fault with: %#', (body) => {
  expect(validateSync(made(body), { whitelist: true, forbidNonWhitelisted: true })).not.toEqual([]);
  expect(accepts(made(body))).toBe(false);
});

it('accepts nothing of a class without rules', () => {
  expect(accepts({})).toBe(false);
  expect(accepts(new (class Bare {})())).toBe(false);
});

it('accepts no member without a rule', () => {
  expect(accepts(Object.assign(made({ targets: [target] }), { more: 1 }))).toBe(false);
});
