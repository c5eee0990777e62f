import { keyState, workingFirst } from './key-state';

const now = Date.parse('2026-12-01T09:00:00Z');
const key = { revokedAt: null, expiresAt: null, replacedBy: null };
const past = '2026-12-01T08:00:00Z';
const later = '2026-12-01T10:00:00Z';

it('says whether a key works, and why not', () => {
  expect(keyState(key, now)).toBe('active');
  expect(keyState({ ...key, expiresAt: later, replacedBy: 'key_2' }, now)).toBe('replaced');
  expect(keyState({ ...key, expiresAt: past, replacedBy: 'key_2' }, now)).toBe('expired');
  expect(keyState({ ...key, expiresAt: past, revokedAt: past }, now)).toBe('revoked');
});

it('lists what works first', () => {
  const named = [
    { ...key, id: 'old', revokedAt: past },
    { ...key, id: 'b' },
    { ...key, id: 'a' },
  ];
  expect(workingFirst(named, now).map(({ id }) => id)).toEqual(['b', 'a', 'old']);
});
