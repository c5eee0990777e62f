import type { Provider } from '@postern/core';
import { checkLayers, listLayersAccounts } from './layers-accounts';
import { cancelAtLayers, rescheduleAtLayers } from './layers-change';
import { layersDescriptor } from './layers-descriptor';
import { lookupAtLayers } from './layers-lookup';
import { planLayers } from './layers-plan';
import { readFromLayers } from './layers-read';
import { submitToLayers } from './layers-submit';
import { layersWebhooks } from './layers-webhook';

/** The Layers publishing API as a Postern provider. Reads both vocabularies of its docs, sends the current one. */
export function createLayersProvider(): Provider {
  return {
    specVersion: 'v1',
    descriptor: layersDescriptor,
    checkConnection: checkLayers,
    listAccounts: listLayersAccounts,
    plan: planLayers,
    submit: submitToLayers,
    lookup: lookupAtLayers,
    read: readFromLayers,
    cancel: cancelAtLayers,
    reschedule: rescheduleAtLayers,
    webhooks: layersWebhooks,
  };
}
