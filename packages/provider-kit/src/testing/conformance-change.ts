/** Canceling and moving posts, and the races that they lose. */
import type { ChangeResult, PostReference } from '@postern/core';
import type { ConformanceOptions } from './conformance-types';
import { accepted, found, useWorld, type World } from './conformance-world';
import { describeIf, itIf } from './left-out';

const HOUR = 3_600_000;

export function describeChanges(options: ConformanceOptions): void {
  const { cancel, reschedule, scheduling } = options.create().descriptor.capabilities;
  describeIf(cancel && scheduling)('cancel', () => describeCancel(options));
  describeIf(reschedule && scheduling)('reschedule', () => describeReschedule(options));
}

async function scheduled(world: World, text: string, aheadMs = HOUR): Promise<PostReference> {
  const scheduledAt = new Date(world.upstream.now() + aheadMs).toISOString();
  const [ref] = await accepted(world, await world.submission(1, text, { scheduledAt }));
  if (!ref) throw new Error('expected a reference');
  return ref;
}

async function publishedNow(world: World, text: string): Promise<PostReference> {
  const [ref] = await accepted(world, await world.submission(1, text));
  if (!ref) throw new Error('expected a reference');
  await world.upstream.settle();
  return ref;
}

function describeCancel(options: ConformanceOptions): void {
  const here = useWorld(options);
  const cancel = async (ref: PostReference): Promise<ChangeResult> => {
    const made = await here().provider.cancel?.(here().context().ctx, ref, 'Not any more.');
    if (!made) throw new Error('The descriptor promises cancel.');
    return made;
  };

  it('withdraws a scheduled post, and read does not show it as going out', async () => {
    const text = here().text();
    const ref = await scheduled(here(), text);
    expect(await cancel(ref)).toMatchObject({ outcome: 'done' });
    const [after] = await here().provider.read(here().context().ctx, [ref]);
    if (after?.outcome === 'found') expect(['canceled', 'draft']).toContain(after.snapshot.status);
    else expect(after?.outcome).toBe('missing');
    expect(await here().upstream.publishedCount(text)).toBe(0);
  });

  it('survives a second cancel', async () => {
    const ref = await scheduled(here(), here().text());
    await cancel(ref);
    const again = await cancel(ref);
    expect(['done', 'too_late']).toContain(again.outcome);
    if (again.outcome === 'too_late') expect(again.snapshot?.status ?? 'canceled').toBe('canceled');
  });

  it('is too late for a published post, and says what the upstream shows', async () => {
    const ref = await publishedNow(here(), here().text());
    const late = await cancel(ref);
    expect(late.outcome).toBe('too_late');
    if (late.outcome === 'too_late') expect(['published', 'handed_off']).toContain(late.snapshot?.status);
  });

  const { isCancelStep } = options;
  itIf(isCancelStep !== undefined)('does not take a lost reply for a failure', async () => {
    const ref = await scheduled(here(), here().text());
    here().proxy.add({ fault: { kind: 'reset' }, match: isCancelStep ?? (() => false) });
    const made = await cancel(ref);
    expect(['unknown', 'done']).toContain(made.outcome);
    if (made.outcome === 'unknown') expect(made.error.retryable).toBe(false);
  });

  itIf(isCancelStep !== undefined)('says rejected when the upstream asks for a pause', async () => {
    const ref = await scheduled(here(), here().text());
    here().proxy.add({
      fault: { kind: 'status', status: 429, forward: false, headers: { 'retry-after': '3' } },
      match: isCancelStep ?? (() => false),
    });
    expect(await cancel(ref)).toMatchObject({
      outcome: 'rejected',
      error: { code: 'RATE_LIMITED', retryAfter: 3 },
    });
    const [snapshot] = await found(here(), [ref]);
    expect(snapshot?.status).toBe('scheduled');
  });
}

function describeReschedule(options: ConformanceOptions): void {
  const here = useWorld(options);
  const move = async (ref: PostReference, at: string): Promise<ChangeResult> => {
    const made = await here().provider.reschedule?.(here().context().ctx, ref, at);
    if (!made) throw new Error('The descriptor promises reschedule.');
    return made;
  };
  const inHours = (hours: number) => {
    const at = new Date(here().upstream.now() + hours * HOUR);
    at.setUTCMilliseconds(0);
    return at.toISOString();
  };
  /** Some upstreams show no time where they show the post; then the answer to the move must have said it. */
  const timeOf = async (ref: PostReference) => (await found(here(), [ref]))[0]?.scheduledAt ?? null;
  const expectAt = (shown: string | null, wanted: string, before: string | null) => {
    if (before === null && shown === null) return;
    expect(Date.parse(shown ?? '')).toBe(Date.parse(wanted));
  };

  it('moves a scheduled post', async () => {
    const ref = await scheduled(here(), here().text());
    const before = await timeOf(ref);
    const at = inHours(5);
    expect(await move(ref, at)).toMatchObject({ outcome: 'done', snapshot: { scheduledAt: at } });
    expectAt(await timeOf(ref), at, before);
  });

  it('is too late for a published post', async () => {
    const ref = await publishedNow(here(), here().text());
    expect(await move(ref, inHours(5))).toMatchObject({ outcome: 'too_late' });
  });

  const { isRescheduleStep } = options;
  itIf(isRescheduleStep !== undefined)('does not take a lost reply for a failure', async () => {
    const ref = await scheduled(here(), here().text());
    const before = await timeOf(ref);
    const at = inHours(6);
    here().proxy.add({ fault: { kind: 'reset' }, match: isRescheduleStep ?? (() => false) });
    const made = await move(ref, at);
    expect(['unknown', 'done']).toContain(made.outcome);
    expectAt(await timeOf(ref), at, before);
  });
}
