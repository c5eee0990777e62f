/** What the documentation of bundle.social, Upload-Post and Outstand leaves open or says twice: each reading is survived. */
import type { DescribedChoice } from '@postern/sandbox';
import { testContext } from '@postern/provider-kit/testing';
import type { SubmissionTarget } from '@postern/core';
import { openUpstream } from '../test/preset-conformance';
import { submission } from '../test/posts';
import { createGenericProvider, loadPreset, type PresetName } from './index';

jest.setTimeout(30_000);

const VARIANTS: [PresetName & Exclude<DescribedChoice, object>, Record<string, string>][] = [
  ['bundle-social', { deletion: 'gone', partial: 'POSTED', pastDates: 'refuse' }],
  ['upload-post', { results: 'map', completed: 'succeeded', pastDates: 'publish' }],
  ['upload-post', { results: 'map', completed: 'finished', pastDates: 'refuse' }],
  ['upload-post', { results: 'array', completed: 'succeeded', pastDates: 'refuse' }],
  ['outstand', { rowError: 'failed' }],
];

it.each(VARIANTS)('%s as %j publishes, fails and is canceled all the same', async (preset, variants) => {
  const described = { name: preset, variants } as DescribedChoice;
  const provider = createGenericProvider(loadPreset(preset));
  const upstream = await openUpstream(provider, { preset, described });
  const made = testContext({
    credentials: upstream.credentials(upstream.baseUrl),
    now: () => upstream.now(),
  });
  const send = async (text: string, scheduledAt: string | null = null) => {
    const [target] = (await upstream.targets(1, text)) as [SubmissionTarget];
    const key = { idempotencyKey: `sub.${text}`, firstAttemptAt: upstream.now(), scheduledAt };
    const [post] = (await provider.submit(made.ctx, submission(target, key))).posts;
    if (post?.outcome !== 'accepted') throw new Error(JSON.stringify(post));
    return { ...target, ...post.reference, text };
  };
  const [good, bad] = [await send('Good'), await send('Bad #fail-auth')];
  const later = await send('Later', new Date(upstream.now() + 3_600_000).toISOString());
  expect(await provider.cancel?.(made.ctx, later, null)).toMatchObject({ outcome: 'done' });
  await upstream.settle();
  const read = await provider.read(made.ctx, [good, bad]);
  expect(read).toMatchObject([{ snapshot: { status: 'published' } }, { snapshot: { status: 'failed' } }]);
  const again = await provider.cancel?.(made.ctx, later, null);
  expect(['done', 'too_late']).toContain(again?.outcome);
  expect(await provider.cancel?.(made.ctx, good, null)).toMatchObject({ outcome: 'too_late' });
  expect([await upstream.publishedCount('Good'), await upstream.publishedCount('Later')]).toEqual([1, 0]);
  made.close();
  await upstream.close();
});
