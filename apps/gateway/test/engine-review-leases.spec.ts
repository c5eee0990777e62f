/** Leases that run out under a worker that lives on: frozen for a moment, or cut off from its database. */
import { publishError, type SubmitResult } from '@postern/core';
import { SubmissionRepository } from '../src/publishing/submission.repository';
import type { ClaimedSubmission } from '../src/publishing/submission';
import { startTestCommands, type TestCommands } from './commands-harness';
import { until } from './gateway-harness';

jest.setTimeout(60_000);

let own: TestCommands;
beforeAll(async () => {
  own = await startTestCommands();
}, 60_000);
afterEach(async () => {
  jest.restoreAllMocks();
  await own.gateway.stopWorker();
});
afterAll(() => own.gateway.close());

const rowOf = async (id: string) => {
  const [row] = await own.sql<{ provider_reference: string | null; submission_id: string }>(
    'select provider_reference, submission_id from posts where id = $1',
    [id],
  );
  return row!;
};

describe('an acceptance that is heard after the lease was lost', () => {
  it('is kept all the same, and the post is followed to its end', async () => {
    const provider = own.provider('postato');
    const submit = provider.submit.bind(provider);
    const unsure = publishError({ code: 'OUTCOME_UNKNOWN', message: 'Nobody can tell.' });
    let tries = 0;
    let heard = false;
    let freed: () => void = () => undefined;
    const freeze = new Promise<void>((resolve) => {
      freed = resolve;
    });
    jest.spyOn(provider, 'submit').mockImplementation(async (ctx, submission): Promise<SubmitResult> => {
      tries += 1;
      // Whoever looks into it later can find nothing out: a provider without keys and without a list.
      if (tries > 1)
        return { posts: [{ postId: submission.targets[0]!.postId, outcome: 'unknown', error: unsure }] };
      const result = await submit(ctx, submission);
      await freeze;
      heard = true;
      return result;
    });
    if (provider.lookup !== undefined)
      jest.spyOn(provider, 'lookup').mockResolvedValue({ outcome: 'unsure', reason: 'Nobody can tell.' });
    await own.gateway.startWorker();
    const { id, text } = await own.publish('postato');
    await until(() => own.gateway.sandbox.requests.list({ operation: 'postato.create' }).length > 0);
    // The lease ran out under a worker that stands still: as the sweeper of another one leaves it.
    const { submission_id: submissionId } = await rowOf(id);
    await own.sql(
      `update submissions set state = 'unknown', fence = fence + 1, lease_until = null, next_attempt_at = now()
       where id = $1`,
      [submissionId],
    );
    await until(async () => (await own.post(id)).status === 'unknown');
    freed();
    await until(() => heard);
    await until(async () => (await own.post(id)).status === 'published', 10_000);
    expect(own.onNetwork(text)).toBe(1);
  });
});

describe('renewing leases', () => {
  it('waits for nobody who writes one of them down, so that the two cannot wait for each other', async () => {
    const ids = await Promise.all([1, 2].map(() => own.publish('postato', { scheduledAt: inAnHour() })));
    const rows = await Promise.all(ids.map(({ id }) => rowOf(id)));
    const claims = rows.map(({ submission_id: id }) => ({ id, fence: '0' }) as ClaimedSubmission);
    await own.sql(
      `update submissions set state = 'sending', lease_until = now() + interval '1 second' where id = any($1::text[])`,
      [claims.map(({ id }) => id)],
    );
    const repository = new SubmissionRepository(own.gateway.api.db);
    const writer = own.gateway.api.db.createQueryRunner();
    await writer.startTransaction();
    try {
      await writer.query('select from submissions where id = $1 for update', [claims[1]!.id]);
      const renewed = repository.renew(claims, 100).then(
        () => 'renewed',
        (error: unknown) => String(error),
      );
      const late = new Promise<string>((resolve) => setTimeout(() => resolve('waits'), 1_500));
      expect(await Promise.race([renewed, late])).toBe('renewed');
      await writer.query('select from submissions where id = $1 for update', [claims[0]!.id]);
    } finally {
      await writer.rollbackTransaction();
      await writer.release();
    }
    const [other] = await own.sql<{ left: number }>(
      'select extract(epoch from lease_until - now())::float8 as left from submissions where id = $1',
      [claims[0]!.id],
    );
    expect(other!.left).toBeGreaterThan(50);
  });
});

function inAnHour(): string {
  return new Date(Date.now() + 3_600_000).toISOString();
}
