import { nextReadAt } from './read-cadence';

const cadence = { queued: 30, publishing: 5 };
const now = Date.parse('2026-01-10T12:00:00Z');
const minutes = (n: number) => n * 60_000;
const hours = (n: number) => minutes(60 * n);
const wait = (status: Parameters<typeof nextReadAt>[0], dueAt: number) => {
  const at = nextReadAt(status, dueAt, now, cadence);
  return at === null ? null : at.getTime() - now;
};

describe('nextReadAt', () => {
  it('never reads a final post', () => {
    for (const status of ['published', 'handed_off', 'failed', 'canceled'] as const)
      expect(wait(status, now)).toBeNull();
  });
  it('reads a post that is due at the cadence of its status', () => {
    expect(wait('queued', now)).toBe(30_000);
    expect(wait('publishing', now)).toBe(5_000);
    expect(wait('pending_approval', now - hours(2))).toBe(30_000);
  });
  it('reads a scheduled post hourly, and one minute before it is due', () => {
    expect(wait('scheduled', now + hours(10))).toBe(hours(1));
    expect(wait('scheduled', now + minutes(30))).toBe(minutes(29));
    expect(wait('scheduled', now + 59_000)).toBe(30_000);
  });
  it('slows down after a silent day and gives up after a week of it', () => {
    expect(wait('queued', now - hours(25))).toBe(hours(1));
    expect(wait('unknown', now - hours(24 * 8 + 1))).toBeNull();
  });
  it('never gives up a post that waits for a reviewer', () => {
    expect(wait('pending_approval', now - hours(24 * 30))).toBe(hours(1));
  });
});
