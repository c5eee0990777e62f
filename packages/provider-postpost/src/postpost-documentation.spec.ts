/** The examples of PostPost's get-post page, word for word. */
import { EMPTY_SNAPSHOT, publishError, type Json } from '@postern/core';
import { testContext } from '@postern/provider-kit/testing';
import { NOW, refOf } from '../test/postpost-replies';
import { BASE_URL, reply, scriptedHttp } from '../test/scripted-http';
import { createPostPostProvider } from './postpost-provider';

const GROUP = '507f1f77bcf86cd799439011';

/** get-post, "Response". */
const PUBLISHED = `{
  "success": true,
  "postGroupId": "507f1f77bcf86cd799439011",
  "posts": [
    {
      "_id": "663a1b2c3d4e5f6a7b8c9d01",
      "platform": "twitter",
      "platformId": "123456789",
      "content": "Excited to share our new product launch! 🚀",
      "status": "published",
      "postedId": "1234567890123456789"
    },
    {
      "_id": "663a1b2c3d4e5f6a7b8c9d02",
      "platform": "linkedin",
      "platformId": "ABC123",
      "content": "Excited to share our new product launch! 🚀",
      "status": "published",
      "postedId": "urn:li:share:7654321"
    }
  ]
}`;

/** get-post, "Failed Post Response". */
const FAILED = `{
  "success": true,
  "postGroupId": "507f1f77bcf86cd799439011",
  "posts": [
    {
      "_id": "663a1b2c3d4e5f6a7b8c9d03",
      "platform": "threads",
      "platformId": "17841412345678",
      "content": "Check out our new feature!",
      "status": "failed",
      "error": {
        "code": "PLATFORM_AUTH_EXPIRED",
        "message": "Error validating access token",
        "platformStatusCode": 401,
        "platformError": "Invalid OAuth access token",
        "failedAt": "2026-02-22T14:30:00.000Z",
        "retryable": false
      }
    }
  ]
}`;

async function read(json: string, platform: string, accountReference: string) {
  const http = scriptedHttp({ 'GET get-post': reply(200, JSON.parse(json) as Json) });
  const { ctx } = testContext({ credentials: { apiKey: 'k', baseUrl: BASE_URL }, now: () => NOW, http });
  const [result] = await createPostPostProvider().read(ctx, [
    refOf({ id: GROUP, platform, accountReference }),
  ]);
  return result;
}

it.each([
  ['x', 'twitter-123456789', '663a1b2c3d4e5f6a7b8c9d01', '1234567890123456789'],
  ['linkedin', 'linkedin-ABC123', '663a1b2c3d4e5f6a7b8c9d02', 'urn:li:share:7654321'],
])('reads the published row on %s', async (platform, account, rowId, platformPostId) => {
  expect(await read(PUBLISHED, platform, account)).toMatchObject({
    outcome: 'found',
    snapshot: {
      ...EMPTY_SNAPSHOT,
      status: 'published',
      upstreamStatus: 'published',
      providerReference: GROUP,
      platformPostId,
    },
    reference: { id: GROUP, data: { rowId } },
  });
});

it('reads the failed row', async () => {
  expect(await read(FAILED, 'threads', 'threads-17841412345678')).toMatchObject({
    outcome: 'found',
    snapshot: {
      ...EMPTY_SNAPSHOT,
      status: 'failed',
      upstreamStatus: 'failed',
      providerReference: GROUP,
      attemptedAt: '2026-02-22T14:30:00.000Z',
      error: publishError({
        code: 'AUTH_EXPIRED',
        retryable: false,
        provider: 'postpost',
        platform: 'threads',
        upstreamCode: 'PLATFORM_AUTH_EXPIRED',
        upstreamMessage: 'Error validating access token',
        platformHttpStatus: 401,
        platformMessage: 'Invalid OAuth access token',
        occurredAt: '2026-02-22T14:30:00.000Z',
      }),
    },
    reference: { data: { rowId: '663a1b2c3d4e5f6a7b8c9d03' } },
  });
});
