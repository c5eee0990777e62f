/**
 * Registers our address as a webhook of PostPost (PostPost docs, endpoints/webhooks). There are no idempotency keys:
 * what a lost reply left behind is found in the list by its address, and its secret made anew.
 */
import type {
  ProviderContext,
  WebhookRegistration,
  WebhookRegistrationRequest,
  WebhookRegistrationResult,
  WebhookRemoval,
} from '@postern/core';
import {
  classifyCreate,
  classifyRead,
  readWire,
  registrationRefused,
  unreadableError,
  type HttpReply,
} from '@postern/provider-kit';
import { createPostPostClient, type PostPostClient } from './postpost-client';
import { errorContext } from './postpost-errors';
import { isObjectId } from './postpost-ids';
import { secretWire, webhookMadeWire, webhooksWire, type RegisteredWebhook } from './postpost-wire';

/** All that PostPost knows. */
const EVENTS = ['post.scheduled', 'post.published', 'post.failed', 'token.expiring'];
/** Tells the webhook apart in PostPost's own list. */
const NAME = 'Postern';

type Registered = RegisteredWebhook & { _id: string };
type Refusal = Extract<WebhookRegistrationResult, { outcome: 'rejected' }>;

interface Task {
  ctx: ProviderContext;
  client: PostPostClient;
  request: WebhookRegistrationRequest;
}

export const postPostRegistration: WebhookRegistration = {
  async register(ctx, request) {
    const task = { ctx, client: createPostPostClient(ctx), request };
    const known = await webhooksOf(task);
    if (!Array.isArray(known)) return known;
    const kept = chosen(task, known);
    // The others first: ten are all that PostPost keeps for a user.
    const refusal = await removeOthers(task, known, kept);
    if (refusal) return refusal;
    return kept ? renew(task, kept) : create(task);
  },

  async remove(ctx, registrationId) {
    // PostPost answers what is no id of its own with a 500, and can hold no such webhook.
    if (!isObjectId(registrationId)) return { outcome: 'done' };
    return removeWebhook(ctx, createPostPostClient(ctx), registrationId);
  },
};

/** Those that are ours: by the id that we stored, or by our address. The list is not paged. */
async function webhooksOf({ ctx, client, request }: Task): Promise<Registered[] | Refusal> {
  const verdict = classifyRead(await client.listWebhooks(), errorContext(ctx.now()));
  if (verdict.outcome !== 'ok') return registrationRefused(verdict);
  const read = readWire(webhooksWire, verdict.json);
  if (!read) return unreadable(ctx, verdict.reply);
  return read.webhooks.flatMap((webhook) => {
    const { _id, url } = webhook;
    const isOurs = url === request.url || (_id !== null && _id === request.registrationId);
    return _id !== null && isOurs ? [{ ...webhook, _id }] : [];
  });
}

/**
 * One that was switched off is not taken up again: switching it on keeps its count of failures, so that the next one
 * would switch it off at once. It is deleted, and a new one made.
 */
function chosen({ request }: Task, known: readonly Registered[]): Registered | undefined {
  const working = known.filter(({ isActive }) => isActive !== false);
  return working.find(({ _id }) => _id === request.registrationId) ?? working[0];
}

async function create({ ctx, client, request }: Task): Promise<WebhookRegistrationResult> {
  const outcome = await client.createWebhook({ name: NAME, url: request.url, events: EVENTS });
  const verdict = classifyCreate(outcome, errorContext(ctx.now()));
  if (verdict.outcome !== 'accepted') return registrationRefused(verdict);
  const made = readWire(webhookMadeWire, verdict.json)?.webhook;
  if (!made || made._id === null || made.secret === null) return unreadable(ctx, verdict.reply);
  return { outcome: 'done', registrationId: made._id, secret: made.secret, overlapSeconds: 0 };
}

/** The secret before dies at once. */
async function renew(task: Task, { _id, url, events }: Registered): Promise<WebhookRegistrationResult> {
  const { ctx, client, request } = task;
  if (url !== request.url || !EVENTS.every((event) => events.includes(event))) {
    const outcome = await client.updateWebhook(_id, { url: request.url, events: EVENTS });
    const verdict = classifyCreate(outcome, errorContext(ctx.now()));
    if (verdict.outcome !== 'accepted') return registrationRefused(verdict);
  }
  const verdict = classifyCreate(await client.regenerateSecret(_id), errorContext(ctx.now()));
  if (verdict.outcome !== 'accepted') return registrationRefused(verdict);
  const secret = readWire(secretWire, verdict.json)?.secret ?? null;
  if (secret === null) return unreadable(ctx, verdict.reply);
  return { outcome: 'done', registrationId: _id, secret, overlapSeconds: 0 };
}

async function removeOthers(
  { ctx, client }: Task,
  known: readonly Registered[],
  kept: Registered | undefined,
): Promise<Refusal | null> {
  for (const { _id } of known) {
    if (_id === kept?._id) continue;
    const removal = await removeWebhook(ctx, client, _id);
    if (removal.outcome === 'rejected') return removal;
  }
  return null;
}

async function removeWebhook(
  ctx: ProviderContext,
  client: PostPostClient,
  id: string,
): Promise<WebhookRemoval> {
  const context = { ...errorContext(ctx.now()), bodyOptional: true };
  const verdict = classifyCreate(await client.deleteWebhook(id), context);
  if (verdict.outcome === 'accepted' || verdict.reply?.status === 404) return { outcome: 'done' };
  return registrationRefused(verdict);
}

function unreadable(ctx: ProviderContext, reply: HttpReply): Refusal {
  const error = unreadableError(reply, errorContext(ctx.now()));
  return registrationRefused({ outcome: 'unknown', error, reply });
}
