/** A provider for any publishing REST API, driven by a manifest. */
import type { Provider, ProviderWebhooks } from '@postern/core';
import { planCalls } from './call-plan';
import { createEngine, type Engine } from './engine';
import { evaluateInPlace } from './expression-in-place';
import { checkConnection, listAccounts } from './generic-accounts';
import { cancelPost, reschedulePost } from './generic-change';
import { genericDescriptor } from './generic-descriptor';
import { lookupPosts } from './generic-find';
import { readPosts } from './generic-read';
import { genericRegistration } from './generic-registration';
import { submitPosts } from './generic-submit';
import { genericWebhooks } from './generic-webhook';
import type { Manifest, WebhookManifest } from './manifest-schema';
import { loadPreset, type PresetName } from './presets';

/** The manifest must come from `parseManifest` or `loadPreset`. The provider's id is `generic:<manifest id>`. */
export function createGenericProvider(manifest: Manifest): Provider {
  return providerOf(createEngine(manifest));
}

const presets = new Map<PresetName, Provider>();

/** The provider of a shipped manifest, made once. Throws as `loadPreset` does. */
export function presetProvider(name: PresetName): Provider {
  const known = presets.get(name);
  if (known) return known;
  const made = providerOf(createEngine(loadPreset(name), evaluateInPlace));
  presets.set(name, made);
  return made;
}

function providerOf(engine: Engine): Provider {
  const { manifest } = engine;
  const { operations, webhooks, find } = manifest;
  return {
    specVersion: 'v1',
    descriptor: genericDescriptor(manifest),
    checkConnection: (ctx) => checkConnection(engine, ctx),
    listAccounts: (ctx) => listAccounts(engine, ctx),
    plan: (targets) => planCalls(engine, targets),
    submit: (ctx, submission) => submitPosts(engine, ctx, submission),
    ...(find && !operations.releasePost
      ? { lookup: (ctx, submission) => lookupPosts(engine, ctx, submission) }
      : {}),
    read: (ctx, refs) => readPosts(engine, ctx, refs),
    ...(operations.cancelPost ? { cancel: (ctx, ref, reason) => cancelPost(engine, ctx, ref, reason) } : {}),
    ...(operations.reschedulePost
      ? { reschedule: (ctx, ref, at) => reschedulePost(engine, ctx, ref, at) }
      : {}),
    ...(webhooks ? { webhooks: inbound(engine, webhooks) } : {}),
  } satisfies Provider;
}

function inbound(engine: Engine, webhooks: WebhookManifest): ProviderWebhooks {
  const { registration } = webhooks;
  return {
    ...genericWebhooks(webhooks),
    ...(registration ? { registration: genericRegistration(engine, registration) } : {}),
  };
}
