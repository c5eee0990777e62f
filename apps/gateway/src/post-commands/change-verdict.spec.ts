import { EMPTY_SNAPSHOT, type Provider, type ProviderContext } from '@postern/core';
import { askReschedule } from './change-verdict';
import type { ClaimedChange } from './claimed-change';

const NOW = Date.parse('2031-01-01T00:00:00Z');
const DAY_MS = 86_400_000;

function asked(daysAhead: number, more: { canCancel?: boolean } = {}) {
  const calls: string[] = [];
  const done = { outcome: 'done', snapshot: EMPTY_SNAPSHOT } as const;
  const provider = {
    descriptor: { capabilities: { scheduling: true, schedulingMaxAheadSeconds: 30 * 86_400 } },
    reschedule: () => Promise.resolve(done).finally(() => calls.push('reschedule')),
    ...(more.canCancel === false
      ? {}
      : { cancel: () => Promise.resolve(done).finally(() => calls.push('cancel')) }),
  } as unknown as Provider;
  const change = {
    kind: 'reschedule',
    cancels: false,
    sent: false,
    scheduledAt: new Date(NOW + daysAhead * DAY_MS),
  } as unknown as ClaimedChange;
  const ctx = { now: () => NOW } as unknown as ProviderContext;
  const verdict = askReschedule({ provider, ctx, change, sending: () => Promise.resolve() });
  return verdict.then(({ outcome }) => ({ outcome, calls }));
}

describe('a move to a time', () => {
  it('is made by the provider within its reach', async () => {
    expect(await asked(20)).toEqual({ outcome: 'done', calls: ['reschedule'] });
  });

  it('beyond its reach takes the post back, and the next round waits here', async () => {
    expect(await asked(40)).toEqual({ outcome: 'anew', calls: ['cancel'] });
  });

  it('beyond its reach is not supported where nothing can be taken back', async () => {
    expect(await asked(40, { canCancel: false })).toEqual({ outcome: 'not_supported', calls: [] });
  });
});
