import { createGenericProvider, loadPreset, PRESETS } from './index';

describe('presets', () => {
  it.each([...PRESETS])('%s is sound and makes a provider', (name) => {
    const provider = createGenericProvider(loadPreset(name));
    expect(provider.specVersion).toBe('v1');
    expect(provider.descriptor.id).toBe(`generic:${name}`);
  });

  it('derives what Postato can do from what its manifest contains', () => {
    const { capabilities, statusTable } = createGenericProvider(loadPreset('postato')).descriptor;
    expect(capabilities).toEqual({
      scheduling: true,
      cancel: true,
      reschedule: true,
      approval: true,
      webhooks: true,
      handOff: false,
      unknownResolution: 'idempotency_key',
      idempotencyWindowSeconds: 86_400,
    });
    expect(statusTable).toMatchObject({ pending: 'queued', queued: 'queued', rejected: 'failed' });
  });

  it('denies what a manifest does not contain', () => {
    const { operations, webhooks, scheduling, ...rest } = loadPreset('postato');
    const { cancelPost, reschedulePost, ...others } = operations;
    expect([cancelPost, reschedulePost, webhooks, scheduling]).not.toContain(undefined);
    const provider = createGenericProvider({ ...rest, operations: others, idempotency: { kind: 'none' } });
    expect(provider.descriptor.capabilities).toMatchObject({
      scheduling: false,
      cancel: false,
      reschedule: false,
      webhooks: false,
      unknownResolution: 'operator',
      idempotencyWindowSeconds: null,
    });
    expect(provider.cancel).toBeUndefined();
    expect(provider.reschedule).toBeUndefined();
    expect(provider.webhooks).toBeUndefined();
  });
});
