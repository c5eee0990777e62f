import { createGenericProvider, lintManifest, loadPreset, PRESETS } from './index';
import { shippedPresets } from './preset-files';

/** Of Postato, time-outs are the gateway's own, and its two vocabularies are not one documented list. */
const POSTATO = ['lint.status_undocumented', 'lint.timeout'];
/** What a preset's notes or its upstream explain. */
const EXPLAINED: Readonly<Record<string, readonly string[]>> = {
  // A delete of a post that is out is refused by Postato itself.
  // It documents no call that lists or removes webhooks.
  postato: ['lint.cancel_unguarded', 'lint.webhook_stays', 'lint.webhook_unlisted', ...POSTATO],
  'postato-mcp': POSTATO,
  'upload-post': ['lint.webhook_unsigned'],
  blotato: ['lint.doubt'],
};

describe('presets', () => {
  it.each([...PRESETS])('%s is sound and makes a provider', (name) => {
    const provider = createGenericProvider(loadPreset(name));
    expect(provider.specVersion).toBe('v1');
    expect(provider.descriptor.id).toBe(`generic:${name}`);
  });

  it('are the files of their folder', () => {
    expect([...PRESETS].sort()).toEqual(shippedPresets.names().sort());
  });

  it.each([...PRESETS])('%s gives the linter nothing to say that its notes do not explain', (name) => {
    const rules = lintManifest(loadPreset(name)).map(({ rule }) => rule);
    expect([...new Set(rules)].sort()).toEqual([...(EXPLAINED[name] ?? [])].sort());
  });

  it('derives what Postato can do from what its manifest contains', () => {
    const { capabilities, statusTable } = createGenericProvider(loadPreset('postato')).descriptor;
    expect(capabilities).toEqual({
      scheduling: true,
      schedulingMaxAheadSeconds: null,
      cancel: true,
      reschedule: true,
      approval: true,
      webhooks: true,
      handOff: false,
      mediaUpload: true,
      unknownResolution: 'idempotency_key',
      idempotencyWindowSeconds: 86_400,
    });
    expect(statusTable).toMatchObject({ pending: 'queued', queued: 'queued', rejected: 'failed' });
  });

  it('resolves by the list where there is a way to find and no key', () => {
    const provider = createGenericProvider({
      ...loadPreset('postato'),
      idempotency: { kind: 'none', replays: [] },
    });
    expect(provider.descriptor.capabilities.unknownResolution).toBe('lookup');
    expect(provider.lookup).toBeDefined();
  });

  it('denies what a manifest does not contain', () => {
    const { operations, webhooks, scheduling, find, ...rest } = loadPreset('postato');
    const { cancelPost, reschedulePost, ...others } = operations;
    expect([cancelPost, reschedulePost, webhooks, scheduling, find]).not.toContain(undefined);
    const provider = createGenericProvider({
      ...rest,
      operations: others,
      idempotency: { kind: 'none', replays: [] },
    });
    expect(provider.descriptor.capabilities).toMatchObject({
      scheduling: false,
      cancel: false,
      reschedule: false,
      webhooks: false,
      unknownResolution: 'operator',
      idempotencyWindowSeconds: null,
    });
    expect(provider.lookup).toBeUndefined();
    expect(provider.cancel).toBeUndefined();
    expect(provider.reschedule).toBeUndefined();
    expect(provider.webhooks).toBeUndefined();
  });
});
