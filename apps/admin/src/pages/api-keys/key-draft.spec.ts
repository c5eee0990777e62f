import { EMPTY_KEY, KEY_RULES, keyOf } from './key-draft';

it('sends a rate limit only where both of its numbers are given', () => {
  expect(keyOf({ ...EMPTY_KEY, name: ' service ', limit: 600, windowSeconds: 60 })).toMatchObject({
    name: 'service',
    rateLimit: { limit: 600, windowSeconds: 60 },
  });
  expect(keyOf(EMPTY_KEY).rateLimit).toBeNull();
  expect(KEY_RULES.windowSeconds('', { ...EMPTY_KEY, limit: 5 })).not.toBeNull();
  expect(KEY_RULES.limit(0, { ...EMPTY_KEY, windowSeconds: 5 })).not.toBeNull();
  expect(KEY_RULES.limit('', EMPTY_KEY)).toBeNull();
});
