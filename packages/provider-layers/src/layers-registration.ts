/**
 * Registers our address as a webhook endpoint of Layers (Layers docs, reference/webhooks). Creating and rotating honour
 * `Idempotency-Key`, so a lost reply is asked for again; what is lost for good is found in the list by its address.
 */
import { randomUUID } from 'node:crypto';
import type {
  Json,
  ProviderContext,
  WebhookRegistration,
  WebhookRegistrationRequest,
  WebhookRegistrationResult,
  WebhookRemoval,
} from '@postern/core';
import {
  classifyCreate,
  classifyRead,
  millisecondsOf,
  readWire,
  registrationRefused,
  unreadableError,
  type CreateVerdict,
  type HttpReply,
} from '@postern/provider-kit';
import { layersClient, segment, type LayersClient } from './layers-client';
import { LAYERS_ID } from './layers-descriptor';
import { createContext } from './layers-errors';
import {
  sameId,
  wirePage,
  wireWebhook,
  wireWebhookCreated,
  wireWebhookRotated,
  type WireWebhook,
} from './layers-wire';

/** What makes a read worth while. The others speak of things that Postern does not hold (jobs, leases). */
export const LAYERS_EVENTS = [
  'post.scheduled',
  'post.published',
  'post.failed',
  'post.canceled',
  'content.approved',
  'content.rejected',
  'social_account.needs_reauth',
  'social_account.revoked',
];
/** While a secret rotates both sign (rotate-secret page); read from the reply where it says when that ends. */
const OVERLAP_SECONDS = 86_400;
const PAGE_SIZE = 100;
const MOST_PAGES = 20;
const PATH = '/webhook-endpoints';

type Endpoint = WireWebhook & { id: string };
type Refusal = Extract<WebhookRegistrationResult, { outcome: 'rejected' }>;

export const layersRegistration: WebhookRegistration = {
  async register(ctx, request) {
    const task = { ctx, client: layersClient(ctx), request };
    const known = await endpointsOf(task);
    if (!Array.isArray(known)) return known;
    const kept = chosen(task, known);
    const result = kept ? await renew(task, kept) : await create(task);
    if (result.outcome === 'done') await removeOthers(task, known, result.registrationId);
    return result;
  },

  async remove(ctx, registrationId) {
    return removeEndpoint(ctx, layersClient(ctx), registrationId);
  },
};

interface Task {
  ctx: ProviderContext;
  client: LayersClient;
  request: WebhookRegistrationRequest;
}

/** Those that are ours: by the id that we stored, or by our address. */
async function endpointsOf({ ctx, client, request }: Task): Promise<Endpoint[] | Refusal> {
  const ours: Endpoint[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const outcome = await client.get(PATH, { limit: PAGE_SIZE, cursor: cursor ?? undefined });
    const verdict = classifyRead(outcome, createContext(ctx));
    if (verdict.outcome !== 'ok') return registrationRefused(verdict);
    const read = readWire(wirePage, verdict.json);
    if (!read) return unreadable(ctx, verdict.reply);
    for (const item of read.items) {
      const endpoint = readWire(wireWebhook, item);
      if (endpoint && endpoint.id !== null && isOurs(endpoint, request)) {
        ours.push({ ...endpoint, id: endpoint.id });
      }
    }
    if (read.nextCursor === null || read.nextCursor === cursor) break;
    cursor = read.nextCursor;
  }
  return ours;
}

function isOurs({ id, url }: WireWebhook, request: WebhookRegistrationRequest): boolean {
  return url === request.url || (request.registrationId !== null && id === request.registrationId);
}

/** The one that we know, else one that works. One that is for another project would not tell us ours. */
function chosen({ client, request }: Task, known: readonly Endpoint[]): Endpoint | undefined {
  const { projectId } = client.config;
  const serving = known.filter((each) => each.projectId === null || sameId(each.projectId, projectId));
  return (
    serving.find(({ id }) => id === request.registrationId) ??
    serving.find(({ status }) => status === 'active') ??
    serving[0]
  );
}

async function create(task: Task): Promise<WebhookRegistrationResult> {
  const { client, request } = task;
  const { projectId } = client.config;
  const body = { url: request.url, events: LAYERS_EVENTS, ...(projectId === null ? {} : { projectId }) };
  const verdict = await repeatable(task, PATH, body);
  if (verdict.outcome !== 'accepted') return registrationRefused(verdict);
  const made = readWire(wireWebhookCreated, verdict.json);
  const registrationId = made?.endpoint?.id ?? null;
  if (!made || made.signingSecret === null || registrationId === null) {
    return unreadable(task.ctx, verdict.reply);
  }
  return { outcome: 'done', registrationId, secret: made.signingSecret, overlapSeconds: 0 };
}

/** Set right first, so that no secret is spent on an endpoint that stays silent. */
async function renew(task: Task, endpoint: Endpoint): Promise<WebhookRegistrationResult> {
  const { ctx, client } = task;
  const path = `${PATH}/${segment(endpoint.id)}`;
  const changes = neededChanges(endpoint, task.request.url);
  if (Object.keys(changes).length > 0) {
    const verdict = classifyCreate(await client.webhook('PATCH', path, changes), createContext(ctx));
    if (verdict.outcome !== 'accepted') return registrationRefused(verdict);
  }
  const verdict = await repeatable(task, `${path}/rotate-secret`, {});
  if (verdict.outcome !== 'accepted') return registrationRefused(verdict);
  const rotated = readWire(wireWebhookRotated, verdict.json);
  if (!rotated || rotated.signingSecret === null) return unreadable(ctx, verdict.reply);
  const until = millisecondsOf(rotated.previousSecretExpiresAt);
  const overlapSeconds =
    until === null ? OVERLAP_SECONDS : Math.max(0, Math.ceil((until - ctx.now()) / 1_000));
  return { outcome: 'done', registrationId: endpoint.id, secret: rotated.signingSecret, overlapSeconds };
}

/** `active` also forgets the failures that had paused it (update page). */
function neededChanges({ url, status, events }: Endpoint, wanted: string): Record<string, Json> {
  return {
    ...(url === wanted ? {} : { url: wanted }),
    ...(status === 'active' ? {} : { status: 'active' }),
    ...(LAYERS_EVENTS.every((event) => events.includes(event)) ? {} : { events: LAYERS_EVENTS }),
  };
}

/** A lost reply is asked for once more under the same key, which is answered and not executed. */
async function repeatable({ ctx, client }: Task, path: string, body: Json): Promise<CreateVerdict> {
  const key = randomUUID();
  const first = classifyCreate(await client.webhook('POST', path, body, key), createContext(ctx));
  if (first.outcome !== 'unknown') return first;
  return classifyCreate(await client.webhook('POST', path, body, key), createContext(ctx));
}

/** Each would send every event once more. That one stays does no harm: the next registration tries again. */
async function removeOthers({ ctx, client }: Task, known: readonly Endpoint[], kept: string): Promise<void> {
  for (const { id } of known) {
    if (id === kept) continue;
    const removal = await removeEndpoint(ctx, client, id);
    if (removal.outcome === 'done') continue;
    ctx.logger.warn('A former webhook endpoint of this connection could not be removed.', {
      endpointId: id,
      code: removal.error.code,
    });
  }
}

async function removeEndpoint(
  ctx: ProviderContext,
  client: LayersClient,
  id: string,
): Promise<WebhookRemoval> {
  const outcome = await client.webhook('DELETE', `${PATH}/${segment(id)}`);
  const verdict = classifyCreate(outcome, { ...createContext(ctx), bodyOptional: true });
  if (verdict.outcome === 'accepted' || verdict.reply?.status === 404) return { outcome: 'done' };
  return registrationRefused(verdict);
}

function unreadable(ctx: ProviderContext, reply: HttpReply): Refusal {
  const error = unreadableError(reply, { provider: LAYERS_ID, now: ctx.now() });
  return registrationRefused({ outcome: 'unknown', error, reply });
}
