/** The examples of Layers' own reference pages, word for word, of both generations of its documentation. */
import { EMPTY_SNAPSHOT, publishError } from '@postern/core';
import { testContext } from '@postern/provider-kit/testing';
import { ref } from './fixtures/layers-replies';
import { scriptedHttp, type Route } from './fixtures/scripted-http';
import { createLayersProvider } from './layers-provider';

const provider = createLayersProvider();
const credentials = { apiKey: 'lp_live_KEY_secretsecret' };
/** Before the time of the queued example. */
const NOW = Date.parse('2026-04-18T19:00:00Z');

function context(routes: Route[]) {
  return testContext({ credentials, now: () => NOW, http: scriptedHttp(routes) }).ctx;
}

/** get-scheduled-post, "Published". */
const PUBLISHED = `{
  "id": "sp_01HXZN4K5M6P7QRS8TUV9WXYZA",
  "containerId": "cnt_01HXZM3K4N5P6QRS7TUV8WXYZ9",
  "socialAccountId": "sa_01HXZ9P2M4N5KLM6TUV7WXYZ9A",
  "platform": "tiktok",
  "mode": "direct_publish",
  "status": "published",
  "externalId": "7385912341234567890",
  "externalUrl": "https://www.tiktok.com/@acmecoffee/video/7385912341234567890",
  "scheduledFor": "2026-04-19T14:00:00Z",
  "attemptedAt": "2026-04-19T14:00:12Z",
  "publishedAt": "2026-04-19T14:00:18Z",
  "canceledAt": null,
  "lastError": null,
  "createdAt": "2026-04-19T13:55:01Z",
  "updatedAt": "2026-04-19T14:00:18Z"
}`;

/** get-scheduled-post, "Failed — read lastError". */
const FAILED = `{
  "id": "sp_01HXZN4K5M6P7QRS8TUV9WXYZB",
  "status": "failed",
  "attemptedAt": "2026-04-19T14:00:12Z",
  "publishedAt": null,
  "canceledAt": null,
  "lastError": {
    "code": "CREDENTIAL_INVALID",
    "message": "The social account's token was revoked upstream.",
    "data": { "platform": "instagram", "platformCode": "OAuthException" }
  },
  "createdAt": "2026-04-19T13:55:01Z",
  "updatedAt": "2026-04-19T14:00:25Z"
}`;

/** list-posts, "Page of posts". */
const PAGE = `{
  "items": [
    {
      "id": "sp_4c8e7d2f-9a1b-4c3d-8e7f-2a1b3c4d5e60",
      "containerId": "cnt_8f1d6c3e-4b2a-4a18-9e4f-c2d7a1b0e999",
      "socialAccountId": "sa_71b2a4e5-8c3f-4d1a-9e7b-2c5d8f0a1b22",
      "platform": "tiktok",
      "mode": "publish",
      "status": "queued",
      "scheduledFor": "2026-04-19T14:00:00Z",
      "attemptedAt": null,
      "publishedAt": null,
      "externalUrl": null
    },
    {
      "id": "sp_7061bc99-4b63-4afb-96ad-408140f4187e",
      "containerId": "cnt_9a102945-52bb-4e92-aee3-96ebc7bf09b7",
      "socialAccountId": "sa_67857146-69a8-4e23-94cb-499e34ae43e5",
      "platform": "instagram",
      "mode": "publish",
      "status": "published",
      "scheduledFor": "2026-04-18T16:00:00Z",
      "attemptedAt": "2026-04-18T16:00:11Z",
      "publishedAt": "2026-04-18T16:00:29Z",
      "externalUrl": "https://www.instagram.com/p/DYgPEhiCeSU/"
    }
  ],
  "nextCursor": "cur_01HXZP8K9M4N5P6QRSTU"
}`;

/** cancel-post, "Canceled". */
const CANCELED = `{
  "id": "sp_4c8e7d2f-9a1b-4c3d-8e7f-2a1b3c4d5e60",
  "status": "canceled",
  "canceledAt": "2026-04-18T19:22:41Z"
}`;

it('reads the published post', async () => {
  const [result] = await provider.read(
    context([['GET /v1/scheduled-posts/*', { json: JSON.parse(PUBLISHED) as unknown }]]),
    [ref('sp_01HXZN4K5M6P7QRS8TUV9WXYZA')],
  );
  expect(result).toMatchObject({
    outcome: 'found',
    snapshot: {
      ...EMPTY_SNAPSHOT,
      status: 'published',
      upstreamStatus: 'published',
      providerReference: 'sp_01HXZN4K5M6P7QRS8TUV9WXYZA',
      platformPostId: '7385912341234567890',
      platformPostUrl: 'https://www.tiktok.com/@acmecoffee/video/7385912341234567890',
      scheduledAt: '2026-04-19T14:00:00.000Z',
      attemptedAt: '2026-04-19T14:00:12.000Z',
      publishedAt: '2026-04-19T14:00:18.000Z',
    },
  });
});

it('reads the failed post', async () => {
  const failed = ref('sp_01HXZN4K5M6P7QRS8TUV9WXYZB', { platform: 'instagram' });
  const [result] = await provider.read(
    context([['GET /v1/scheduled-posts/*', { json: JSON.parse(FAILED) as unknown }]]),
    [failed],
  );
  expect(result).toMatchObject({
    outcome: 'found',
    snapshot: {
      ...EMPTY_SNAPSHOT,
      status: 'failed',
      upstreamStatus: 'failed',
      providerReference: 'sp_01HXZN4K5M6P7QRS8TUV9WXYZB',
      attemptedAt: '2026-04-19T14:00:12.000Z',
      error: publishError({
        code: 'AUTH_EXPIRED',
        retryable: false,
        provider: 'layers',
        platform: 'instagram',
        upstreamCode: 'CREDENTIAL_INVALID',
        upstreamMessage: "The social account's token was revoked upstream.",
        platformCode: 'OAuthException',
        occurredAt: '2026-04-19T14:00:12.000Z',
      }),
    },
  });
});

it('reads the page: one call for the queued row, one more for the row that ended without its id', async () => {
  const refs = [
    ref('sp_4c8e7d2f-9a1b-4c3d-8e7f-2a1b3c4d5e60', { postId: 'post_1' }),
    ref('sp_7061bc99-4b63-4afb-96ad-408140f4187e', { postId: 'post_2', platform: 'instagram' }),
  ];
  const http = scriptedHttp([
    ['GET /v1/projects/prj_1/scheduled-posts', { json: JSON.parse(PAGE) as unknown }],
    ['GET /v1/scheduled-posts/*', { status: 404, json: { error: { code: 'NOT_FOUND' } } }],
  ]);
  const results = await provider.read(testContext({ credentials, now: () => NOW, http }).ctx, refs);
  expect(results).toMatchObject([
    {
      postId: 'post_1',
      snapshot: { status: 'scheduled', upstreamStatus: 'queued', scheduledAt: '2026-04-19T14:00:00.000Z' },
    },
    {
      postId: 'post_2',
      snapshot: {
        status: 'published',
        platformPostUrl: 'https://www.instagram.com/p/DYgPEhiCeSU/',
        publishedAt: '2026-04-18T16:00:29.000Z',
        platformPostId: null,
      },
    },
  ]);
  expect(http.requests).toHaveLength(2);
});

it('reads the canceled post, and sends the reason of the example', async () => {
  const http = scriptedHttp([['DELETE *', { json: JSON.parse(CANCELED) as unknown }]]);
  const reason = 'Brand asked us to hold - legal review pending.';
  const result = await provider.cancel?.(
    testContext({ credentials, now: () => NOW, http }).ctx,
    ref('sp_4c8e7d2f-9a1b-4c3d-8e7f-2a1b3c4d5e60'),
    reason,
  );
  expect(http.requests[0]?.body).toEqual({ kind: 'json', value: { reason } });
  expect(result).toEqual({
    outcome: 'done',
    snapshot: {
      ...EMPTY_SNAPSHOT,
      status: 'canceled',
      upstreamStatus: 'canceled',
      providerReference: 'sp_4c8e7d2f-9a1b-4c3d-8e7f-2a1b3c4d5e60',
      canceledAt: '2026-04-18T19:22:41.000Z',
      canceledBy: 'caller',
      cancelReason: reason,
    },
  });
});
