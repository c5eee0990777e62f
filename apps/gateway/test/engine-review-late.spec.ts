/** What is too late ends in numbers (a connection that was down for a day), and is nobody else's delay. */
import type { Config } from '../src/config/config';
import type { ClaimRepository } from '../src/publishing/claim.repository';
import { Dispatcher } from '../src/publishing/dispatcher';
import type { DueLanesRepository } from '../src/publishing/due-lanes.repository';
import type { Turn } from '../src/publishing/lanes';
import type { ClaimedSubmission } from '../src/publishing/submission';
import type { SubmissionRepository } from '../src/publishing/submission.repository';
import type { SubmissionRunner } from '../src/publishing/submission-runner';
import type { Traffic } from '../src/traffic/traffic';
import { until } from './gateway-harness';

/** A worker whose database has no end of late submissions, each of which takes until `release` to be written down. */
function crowded() {
  const lateLimits: number[] = [];
  const claimed: string[] = [];
  const releases: (() => void)[] = [];
  const lateOnes = (limit: number) => {
    lateLimits.push(limit);
    return Promise.resolve(
      Array.from({ length: limit }, (_, i) => ({
        id: `late_${i}`,
        connectionId: 'theirs',
        workspaceId: 'them',
        late: true,
      })) as unknown as ClaimedSubmission[],
    );
  };
  const claims = {
    claimLate: lateOnes,
    claim: (turns: readonly Turn[]) => {
      claimed.push(...turns.map(({ connectionId }) => connectionId));
      return Promise.resolve([]);
    },
  };
  const dispatcher = new Dispatcher(
    { leaseSeconds: 10, workerConcurrency: 5 } as Config,
    claims as unknown as ClaimRepository,
    { within: () => Promise.resolve([]) } as unknown as DueLanesRepository,
    {} as SubmissionRepository,
    {
      carry: () => new Promise<boolean>((resolve) => releases.push(() => resolve(false))),
    } as unknown as SubmissionRunner,
    { takeProbes: () => Promise.resolve([]) } as unknown as Traffic,
  );
  return { dispatcher, claimed, lateLimits, release: () => releases.splice(0).forEach((done) => done()) };
}

describe('submissions that are too late', () => {
  it('take no slot of those that are to be sent', async () => {
    const { dispatcher, claimed } = crowded();
    await dispatcher.look();
    dispatcher.hint({ connectionId: 'ours', workspaceId: 'us' });
    await until(() => claimed.includes('ours'), 2_000);
  });

  it('are taken no faster than they end, and as soon as they have', async () => {
    const { dispatcher, lateLimits, release } = crowded();
    await dispatcher.look();
    await dispatcher.look();
    await dispatcher.look();
    expect(lateLimits).toHaveLength(1);
    release();
    await until(() => lateLimits.length === 2, 2_000);
  });
});
