/**
 * The calls to PostPost, one function each. They say what came back and judge nothing.
 *
 * A change pays the write budget once, with its first call; the calls that finish it pay nothing. Otherwise a
 * burst would spend the budget on drafts that then wait for the call which publishes them.
 */
import type {
  HttpBody,
  HttpOutcome,
  HttpRequest,
  JsonObject,
  OpenMedia,
  ProviderContext,
} from '@postern/core';
import { readCredentials } from './postpost-credentials';

/** Long enough for a large video on a thin line, far below the hour that a presigned address lives. */
const UPLOAD_TIMEOUT_MS = 15 * 60_000;

export interface CreatePostBody {
  content: string;
  platforms: string[];
  platformSettings?: JsonObject;
}

export interface UploadUrlBody {
  fileName: string;
  contentType: string;
  postGroupId: string;
  /** Documented as optional, but the server fails without it. */
  type: 'image' | 'video';
}

export type UpdatePostBody = { status: 'draft' } | { status: 'scheduled'; scheduledTime: string };

export interface WebhookBody {
  name: string;
  url: string;
  events: string[];
}

export interface ListQuery {
  page: number;
  fromDate?: string;
  toDate?: string;
}

/** Groups on one page of list-posts; the server clamps to this. */
export const PAGE_SIZE = 100;

export type PostPostClient = ReturnType<typeof createPostPostClient>;

export function createPostPostClient(ctx: ProviderContext) {
  const { apiKey, baseUrl, userId } = readCredentials(ctx.credentials);
  const headers: Record<string, string> = {
    'x-api-key': apiKey,
    ...(userId === null ? {} : { 'x-postpost-user-id': userId }),
  };
  const call = (
    method: HttpRequest['method'],
    path: string,
    budget: HttpRequest['budget'],
    extra: Pick<HttpRequest, 'query' | 'body' | 'timeoutMs' | 'confidential'> = {},
  ): Promise<HttpOutcome> => ctx.http.send({ method, url: `${baseUrl}${path}`, headers, budget, ...extra });

  return {
    /** Always without `scheduledTime`, so that the worst that a lost reply leaves behind is a draft. */
    createDraft: (body: CreatePostBody) => call('POST', '/create-post', 'write', { body: json({ ...body }) }),
    getPost: (id: string) => call('GET', `/get-post/${encodeURIComponent(id)}`, 'read'),
    /**
     * A page of the groups that still wait for their time or are being sent, next due first. A group stays
     * `scheduled` while its rows are `pending` and `processing`: `processing` is never a group status.
     */
    listScheduled: (query: ListQuery) =>
      call('GET', '/list-posts', 'read', {
        query: { ...query, limit: PAGE_SIZE, status: 'scheduled', sortBy: 'scheduledTime', sortOrder: 'asc' },
      }),
    updatePost: (id: string, body: UpdatePostBody, budget: 'write' | 'none') =>
      call('PUT', `/update-post/${encodeURIComponent(id)}`, budget, { body: json({ ...body }) }),
    deletePost: (id: string, budget: 'write' | 'none') =>
      call('DELETE', `/delete-post/${encodeURIComponent(id)}`, budget),
    getUploadUrl: (body: UploadUrlBody) =>
      call('POST', '/get-upload-url', 'none', { body: json({ ...body }) }),
    /** Bytes to the storage. The API key stays with PostPost; the address itself is the permission. */
    putMedia: (uploadUrl: string, media: OpenMedia) =>
      ctx.http.send({
        method: 'PUT',
        url: uploadUrl,
        headers: { 'Content-Type': media.contentType },
        body: { kind: 'media', media },
        timeoutMs: UPLOAD_TIMEOUT_MS,
        budget: 'none',
      }),
    listConnections: () => call('GET', '/platform-connections', 'read'),
    listWebhooks: () => call('GET', '/webhooks', 'read'),
    createWebhook: (body: WebhookBody) =>
      call('POST', '/webhooks', 'write', { body: json({ ...body }), ...SECRETIVE }),
    updateWebhook: (id: string, body: Partial<WebhookBody>) =>
      call('PATCH', webhookPath(id), 'write', { body: json({ ...body }), ...SECRETIVE }),
    regenerateSecret: (id: string) =>
      call('POST', `${webhookPath(id)}/regenerate-secret`, 'write', { body: json({}), ...SECRETIVE }),
    deleteWebhook: (id: string) => call('DELETE', webhookPath(id), 'write', SECRETIVE),
  };
}

/** Replies may hold a secret, and somebody waits for them. */
const SECRETIVE = { confidential: true, timeoutMs: 10_000 };

function webhookPath(id: string): string {
  return `/webhooks/${encodeURIComponent(id)}`;
}

function json(value: JsonObject): HttpBody {
  return { kind: 'json', value };
}
