import type { ConfigSchema, ProviderDescriptor } from '@postern/core';
import { DEFAULT_BASE_URL } from './postpost-credentials';
import { PROVIDER_ID } from './postpost-errors';
import { POSTPOST_PLATFORMS } from './postpost-platforms';
import { POSTPOST_STATUS_TABLE } from './postpost-status';

const CONFIG_SCHEMA: ConfigSchema = {
  type: 'object',
  properties: {
    apiKey: {
      type: 'string',
      title: 'API key',
      description: 'From PostPost’s dashboard; needs a plan with API access. Usually begins with sk_.',
      writeOnly: true,
    },
    baseUrl: {
      type: 'string',
      title: 'Base address',
      description: 'Change it only for a proxy or a sandbox.',
      format: 'uri',
      default: DEFAULT_BASE_URL,
    },
    userId: {
      type: 'string',
      title: 'Managed user',
      description: 'Id of a workspace user to act for; empty for the owner of the key.',
      pattern: '^[0-9a-fA-F]{24}$',
    },
    webhookSecrets: {
      type: 'array',
      items: { type: 'string' },
      title: 'Webhook secrets',
      description: 'PostPost shows a secret once, when the webhook is made. Two while one is replaced.',
      writeOnly: true,
    },
  },
  required: ['apiKey'],
  additionalProperties: false,
};

export const POSTPOST_DESCRIPTOR: ProviderDescriptor = {
  id: PROVIDER_ID,
  name: 'PostPost',
  docsUrl: 'https://docs.postpost.dev',
  configSchema: CONFIG_SCHEMA,
  platforms: POSTPOST_PLATFORMS,
  capabilities: {
    scheduling: true,
    schedulingMaxAheadSeconds: null,
    cancel: true,
    reschedule: true,
    approval: false,
    webhooks: true,
    handOff: false,
    mediaUpload: true,
    unknownResolution: 'checkpoint',
    idempotencyWindowSeconds: null,
  },
  // PostPost announces limits per request but enforces none (rate limits guide); these are a guest's manners.
  // A write stands for a whole change: the calls that finish what a first call began are not counted.
  rateBudgets: { read: { limit: 120, perSeconds: 60 }, write: { limit: 60, perSeconds: 60 } },
  // Its scheduler looks for due posts once a minute (scheduling guide).
  pollCadence: { queued: 60, publishing: 60 },
  statusTable: POSTPOST_STATUS_TABLE,
};
