import { expect } from './walk.mjs';

/** Brings a provider of one's own: a preset under another id, in two versions. */
export async function walkManifests(walk, postern) {
  const step = walk.step.bind(walk);
  walk.chapter('Manifests');
  const preset = await step('a preset to start from', () => postern.manifests.preset('postato'));
  const manifest = { ...preset.manifest, id: 'walk', name: 'Of the walk' };
  await step('which passes', async () => {
    expect((await postern.manifests.check({ manifest })).valid, 'it passes under another id');
  });
  await step('explained in plain words', async () => {
    const { summary } = await postern.manifests.explain({ manifest });
    expect(summary.length > 0, 'there is something to say');
  });
  await step('tried; nothing is sent', async () => {
    const post = { text: 'Hello' };
    const { requests } = await postern.manifests.try({ manifest, operation: 'createPost', post });
    expect(requests.length > 0, 'a request is shown');
  });
  const { id } = await step('stored', () => postern.manifests.create({ manifest }));
  const changed = { ...manifest, name: 'Of the walk, again' };
  const { version } = await step('changed', () =>
    postern.manifests.update(id, { manifest: changed, notes: 'Another name' }, { ifMatch: 1 }),
  );
  await step('read in its newest version', async () => {
    expect((await postern.manifests.get(id)).version === version, 'it is the second');
  });
  await step('whose versions are kept', async () => {
    expect((await postern.manifests.versions(id).toArray()).length === 2, 'there are two');
  });
  await step('listed', async () => {
    expect((await postern.manifests.list().toArray()).length === 1, 'there is one');
  });
  await step('deleted', () => postern.manifests.delete(id));
}
