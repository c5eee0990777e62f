import type { JsonObject, ProviderDescriptor } from '@postern/core';
import { contentRefusal } from './content-check';

const rules = { thread: null, firstComment: false, altText: false, modes: ['publish'], options: [] };
const descriptor: ProviderDescriptor = {
  id: 'any',
  name: 'Any',
  docsUrl: 'https://any.example',
  configSchema: { type: 'object', properties: {}, required: [], additionalProperties: false },
  platforms: [{ platform: 'x', rules }],
  capabilities: {
    scheduling: false,
    schedulingMaxAheadSeconds: null,
    cancel: false,
    reschedule: false,
    approval: false,
    webhooks: false,
    handOff: false,
    mediaUpload: true,
    unknownResolution: 'operator',
    idempotencyWindowSeconds: null,
  },
  rateBudgets: { read: { limit: 1, perSeconds: 1 }, write: { limit: 1, perSeconds: 1 } },
  pollCadence: { queued: 1, publishing: 1 },
  statusTable: {},
};
const post = (id: string, text: string, platform = 'x') => ({
  id,
  platform,
  content: { text, media: [], thread: [], firstComment: null },
  options: {},
});
const claim = (
  posts: ReturnType<typeof post>[],
  more: { state?: 'sending' | 'unknown'; checkpoint?: JsonObject | null } = {},
) => ({ state: 'sending' as const, checkpoint: null, claimedAt: 0, posts, media: [], ...more });

describe('contentRefusal', () => {
  const long = 'a'.repeat(281);

  it('lets pass what breaks no rule, and what only warns', () => {
    const warned = post('1', 'fine');
    const media = [{ url: 'https://example.com/a.jpg', altText: 'A cup' }];
    const content = { ...warned.content, media };
    expect(contentRefusal(claim([{ ...warned, content } as typeof warned]), descriptor)).toBeNull();
  });

  it('refuses what breaks a rule, with the rule and the fix, and releases the rest', () => {
    expect(contentRefusal(claim([post('1', long), post('2', 'fine')]), descriptor)).toEqual({
      posts: [
        {
          postId: '1',
          outcome: 'rejected',
          error: expect.objectContaining({
            code: 'CONTENT_INVALID',
            retryable: false,
            message:
              'The text has 281 weighted characters; X takes 280. Shorten the text by 1. (x.text.max_weighted_length)',
            remedy: 'Shorten the text by 1. Then publish it as a new post.',
            provider: 'any',
            platform: 'x',
            occurredAt: '1970-01-01T00:00:00.000Z',
          }),
        },
        { postId: '2', outcome: 'released' },
      ],
    });
  });

  it('leaves to the provider what it does not know, and what may have been sent before', () => {
    expect(contentRefusal(claim([post('1', long, 'elsewhere')]), descriptor)).toBeNull();
    expect(contentRefusal(claim([post('1', long)], { state: 'unknown' }), descriptor)).toBeNull();
    expect(contentRefusal(claim([post('1', long)], { checkpoint: { step: 1 } }), descriptor)).toBeNull();
  });
});
