import type { SimContext, Simulator } from '../frame/simulator';
import { addAccountEndpoints } from './account-endpoints';
import { addApprovalEndpoints } from './approval-endpoints';
import { addContentEndpoints } from './content-endpoints';
import { Containers } from './containers';
import { Dispatcher } from './dispatcher';
import type { LayersParts } from './endpoint';
import { renderFault } from './errors';
import { addGuard } from './guard';
import { IdempotencyRecords } from './idempotency';
import type { Organization } from './model';
import { settingsOf, type LayersOptions } from './options';
import { addPublishingEndpoints } from './publishing-endpoints';
import { RateLimits } from './rate-limits';
import { addCustomer, describeCustomer, seedState } from './seed';
import { addStorage, addUploadEndpoints } from './upload-endpoints';
import { addWebhookEndpoints } from './webhook-endpoints';
import { EVENT_TYPES, LayersWebhooks } from './webhooks';

export type { LayersOptions } from './options';

/** Layers' publishing API at `/layers/v1`, as its public documentation describes it. */
export function createLayers(context: SimContext, options: LayersOptions = {}): Simulator {
  const parts = assemble(context, options);
  const { state, dispatcher, webhooks, limits } = parts;
  return {
    name: 'layers',
    prefix: '/layers',
    routes: async (app) => {
      await app.register(
        (v1, _options, done) => {
          addGuard(v1, parts);
          addAccountEndpoints(v1, parts);
          addContentEndpoints(v1, parts);
          addUploadEndpoints(v1, parts);
          addPublishingEndpoints(v1, parts);
          addApprovalEndpoints(v1, parts);
          addWebhookEndpoints(v1, parts);
          done();
        },
        { prefix: '/v1' },
      );
      await app.register(
        (storage, _options, done) => {
          addStorage(storage, parts);
          done();
        },
        { prefix: '/_storage' },
      );
    },
    advance: () => dispatcher.advance(),
    clockChanged: () => dispatcher.clockChanged(),
    seeds: () => describe(parts, seeded(parts)),
    addTenant: () => describe(parts, addCustomer(state.value, parts.settings.vocabulary)),
    tenants: () => state.value.organizations.slice(1).map((organization) => describe(parts, organization)),
    renderFault,
    registerWebhook: ({ url, secret, apiKey }) => {
      const key = state.value.keys.find((candidate) => candidate.secret === apiKey);
      if (apiKey !== undefined && key === undefined) return null;
      const organizationId = key?.organizationId ?? seeded(parts).id;
      const fields = { organizationId, url, events: [...EVENT_TYPES], projectId: null, description: null };
      return webhooks.register(fields, secret).id;
    },
    reset: () => limits.clear(),
  };
}

function seeded({ state }: LayersParts): Organization {
  const [first] = state.value.organizations;
  if (first === undefined) throw new Error('The state of Layers has no organisation.');
  return first;
}

function describe({ state, context }: LayersParts, { id }: Organization): Record<string, unknown> {
  return describeCustomer(state.value, id, `${context.baseUrl()}/layers`);
}

function assemble(context: SimContext, options: LayersOptions): LayersParts {
  const settings = settingsOf(options);
  const state = context.store.slice('layers', () => seedState(settings.vocabulary));
  const webhooks = new LayersWebhooks(context, state);
  return {
    context,
    settings,
    state,
    webhooks,
    dispatcher: new Dispatcher(context, state, settings, webhooks),
    limits: new RateLimits(context.clock, settings.rateTier),
    containers: new Containers(state),
    records: new IdempotencyRecords(state, context.clock, settings.keepRefusals),
  };
}
