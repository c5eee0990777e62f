import { handOver, isBeyondReach, type HandOverInput } from './hand-over';

const now = new Date('2031-01-01T00:00:00Z');
const inSeconds = (seconds: number) => new Date(now.getTime() + seconds * 1_000);
const DAY = 86_400;
const REACH = 30 * DAY;
const of = (scheduledAt: Date | null, more: Partial<HandOverInput> = {}) =>
  handOver({
    scheduledAt,
    now,
    maxLatenessSeconds: 600,
    scheduling: null,
    capabilities: { scheduling: true, schedulingMaxAheadSeconds: null },
    ...more,
  });
const reaching = { capabilities: { scheduling: true, schedulingMaxAheadSeconds: REACH } };

describe('handOver', () => {
  it('hands a time over at once where the provider keeps any time', () => {
    const at = inSeconds(400 * DAY);
    expect(of(at)).toEqual({ scheduledAt: at, nextAttemptAt: now, latestAt: inSeconds(400 * DAY + 600) });
  });

  it('keeps a time that is beyond the provider’s reach until it is within, and lets the provider keep it then', () => {
    const at = inSeconds(40 * DAY);
    expect(of(at, reaching)).toEqual({
      scheduledAt: at,
      nextAttemptAt: inSeconds(10 * DAY + 300),
      latestAt: inSeconds(40 * DAY + 600),
    });
  });

  it('hands over at once what is within reach, with a margin for the provider’s clock', () => {
    expect(of(inSeconds(REACH - 300), reaching).nextAttemptAt).toEqual(now);
    expect(of(inSeconds(REACH - 299), reaching).nextAttemptAt).toEqual(inSeconds(1));
  });

  it('keeps the time itself where the reach is so short that the provider would get it too late', () => {
    const at = inSeconds(3_600);
    const short = { capabilities: { scheduling: true, schedulingMaxAheadSeconds: 360 } };
    expect(of(at, short)).toMatchObject({ scheduledAt: null, nextAttemptAt: at });
  });

  it('keeps times here by the connection’s choice, whatever the reach', () => {
    const at = inSeconds(40 * DAY);
    expect(of(at, { ...reaching, scheduling: 'gateway' })).toMatchObject({
      scheduledAt: null,
      nextAttemptAt: at,
    });
  });

  it.each([null, inSeconds(-5)])('sends at once for %s', (at) => {
    expect(of(at, reaching)).toEqual({ scheduledAt: null, nextAttemptAt: now, latestAt: inSeconds(600) });
  });
});

describe('isBeyondReach', () => {
  it('says so by the same margin', () => {
    expect(isBeyondReach(inSeconds(REACH - 300), now, reaching.capabilities)).toBe(false);
    expect(isBeyondReach(inSeconds(REACH - 299), now, reaching.capabilities)).toBe(true);
    const any = { scheduling: true, schedulingMaxAheadSeconds: null };
    expect(isBeyondReach(inSeconds(REACH * 100), now, any)).toBe(false);
  });
});
