import type { ContentRules, ProviderDescriptor } from '@postern/core';
import { LAYERS_STATUSES } from './layers-status';

export const LAYERS_ID = 'layers';
export const DEFAULT_BASE_URL = 'https://api.layers.com';

/** Limits of one publish call and its texts (Layers docs: publish-content, upload-content). */
export const MOST_TARGETS = 50;
export const LONGEST_CAPTION = 2200;
export const LONGEST_OVERRIDE = 4000;
export const MOST_MEDIA = 10;
export const MODES = ['publish', 'draft', 'managed'] as const;

const rules = (options: string[]): ContentRules => ({
  text: {
    maxLength: LONGEST_OVERRIDE,
    unit: 'characters',
    source: 'Layers docs, publish-content: captionOverride takes up to 4,000 characters.',
  },
  media: {
    min: 1,
    max: MOST_MEDIA,
    maxImages: MOST_MEDIA,
    maxVideos: 1,
    mixed: false,
    source: 'Layers docs, upload-content: one video, one image, or two to ten images.',
  },
  thread: null,
  firstComment: true,
  altText: false,
  modes: [...MODES],
  options,
});

export const layersDescriptor: ProviderDescriptor = {
  id: LAYERS_ID,
  name: 'Layers',
  docsUrl: 'https://developers.layers.com/docs/api/reference/publishing',
  configSchema: {
    type: 'object',
    properties: {
      apiKey: {
        type: 'string',
        title: 'API key',
        description:
          'Needs publish:read, publish:write, content:read, content:write, social:read, projects:read.',
        writeOnly: true,
      },
      baseUrl: {
        type: 'string',
        title: 'Base URL',
        description: 'Where the API answers, with or without /v1.',
        format: 'uri',
        default: DEFAULT_BASE_URL,
      },
      organizationId: {
        type: 'string',
        title: 'Organisation',
        description: 'A child organisation to act for; the key then needs org:admin.',
      },
      projectId: {
        type: 'string',
        title: 'Project',
        description: 'Restricts the connection to one project; all active ones otherwise.',
      },
      webhookSecrets: {
        type: 'array',
        items: { type: 'string' },
        title: 'Webhook signing secrets',
        description: 'One per endpoint; two while a secret is being rotated.',
        writeOnly: true,
      },
    },
    required: ['apiKey'],
    additionalProperties: false,
  },
  platforms: [
    { platform: 'tiktok', rules: rules(['tiktokPostSettings', 'tiktokMusic']) },
    { platform: 'instagram', rules: rules(['shareReelToFeed']) },
  ],
  capabilities: {
    scheduling: true,
    schedulingMaxAheadSeconds: null,
    cancel: true,
    reschedule: true,
    approval: true,
    webhooks: true,
    handOff: true,
    mediaUpload: true,
    unknownResolution: 'idempotency_key',
    idempotencyWindowSeconds: 86_400,
  },
  // The standard tier gives 120 reads and 60 writes a minute (Layers docs, rate limits).
  rateBudgets: { read: { limit: 100, perSeconds: 60 }, write: { limit: 50, perSeconds: 60 } },
  // Layers docs, get-scheduled-post: every 30 s while queued, every 5 s while publishing.
  pollCadence: { queued: 30, publishing: 5 },
  statusTable: LAYERS_STATUSES,
};
