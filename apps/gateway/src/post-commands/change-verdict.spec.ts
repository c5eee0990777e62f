import { EMPTY_SNAPSHOT, type Provider, type ProviderContext } from '@postern/core';
import { plan } from './change-recorder';
import { askReschedule } from './change-verdict';
import type { ClaimedChange } from './claimed-change';
import type { CommandTarget } from './command-target';

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

it('a move is recorded and told with the time that the provider shows', () => {
  const [asked, shown] = ['2031-02-01T09:00:30.500Z', '2031-02-01T09:00:00.000Z'];
  const change = { kind: 'reschedule', internal: false, scheduledAt: new Date(asked) } as ClaimedChange;
  const row = { status: 'scheduled', scheduled_at: null, upstream_scheduled_at: null };
  const target = { row, submission: null } as unknown as CommandTarget;
  const cadence = { queued: 1, publishing: 1 };
  const told = (scheduledAt: string | null) => {
    const verdict = { outcome: 'done', snapshot: { ...EMPTY_SNAPSHOT, scheduledAt } } as const;
    const circumstances = { capabilities: null, now: NOW, cadence, exchanges: [] };
    const { effects } = plan(change, target, verdict, circumstances);
    return effects.map((effect) => (effect.kind === 'record' ? effect.change : null));
  };
  const record = (at: string) => [
    {
      scheduledAt: new Date(at),
      snapshot: { scheduledAt: at },
      tells: [{ type: 'post.rescheduled', data: { scheduledAt: at } }],
    },
  ];
  expect(told(shown)).toMatchObject(record(shown));
  expect(told(null)).toMatchObject(record(asked));
});
