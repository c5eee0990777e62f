/**
 * Has an upstream call us, by the manifest's operations. What is registered with our address is ours: it is rotated, or
 * made anew and then removed, so that one stays, whatever became of earlier replies.
 */
import { randomBytes } from 'node:crypto';
import type {
  JsonObject,
  ProviderContext,
  WebhookRegistration,
  WebhookRegistrationRequest,
  WebhookRegistrationResult,
  WebhookRemoval,
} from '@postern/core';
import { registrationRefused, unreadableError } from '@postern/provider-kit';
import { openScope, type Engine } from './engine';
import { errorContext } from './error-map';
import { notMade, ownError, REGISTRATION, sendWrite, type WriteVerdict } from './exchange';
import type { Operation, RegistrationManifest } from './manifest-schema';
import { walkPages } from './paging';
import { requestOf } from './request-builder';
import { readBoolean, readId, readText } from './value-path';

export function genericRegistration(engine: Engine, manifest: RegistrationManifest): WebhookRegistration {
  return {
    register: (ctx, request) => made(engine, () => register({ engine, ctx, manifest }, request)),
    remove: (ctx, id) => made(engine, () => remove({ engine, ctx, manifest }, id)),
  };
}

interface Task {
  engine: Engine;
  ctx: ProviderContext;
  manifest: RegistrationManifest;
}

type Refusal = Extract<WebhookRegistrationResult, { outcome: 'rejected' }>;

/** One that may be ours. `usable`: it sends to our address, as far as is known. */
interface Known {
  id: string;
  usable: boolean;
}

/** A request that cannot be made with what the connection says is refused before anything is sent. */
async function made<T>(engine: Engine, run: () => Promise<T>): Promise<T | Refusal> {
  try {
    return await run();
  } catch (error) {
    return registrationRefused({ outcome: 'rejected', error: notMade(engine, error), reply: null });
  }
}

async function register(task: Task, request: WebhookRegistrationRequest): Promise<WebhookRegistrationResult> {
  const known = await knownOf(task, request);
  if (!Array.isArray(known)) return known;
  const usable = known.filter((each) => each.usable);
  const kept = usable.find(({ id }) => id === request.registrationId) ?? usable[0];
  const rotated =
    kept && task.manifest.rotate ? await rotate(task, task.manifest.rotate, request, kept) : null;
  const result = rotated ?? (await create(task, request));
  if (result.outcome === 'done') await removeOthers(task, known, result.registrationId);
  return result;
}

/** By the list; where there is none, what we remember. */
async function knownOf(task: Task, request: WebhookRegistrationRequest): Promise<Known[] | Refusal> {
  const { engine, ctx, manifest } = task;
  const { list: operation } = manifest;
  const { url, registrationId } = request;
  if (!operation) return registrationId === null ? [] : [{ id: registrationId, usable: true }];
  const known: Known[] = [];
  const call = { engine, ctx, operation, place: `${REGISTRATION}.list`, rowId: manifest.id };
  for await (const step of walkPages(call, { registration: { url } })) {
    if (step.kind === 'failed') {
      return registrationRefused({ outcome: 'failed', error: step.error, reply: null });
    }
    if (step.kind === 'end') break;
    for (const row of step.rows) {
      const id = readId(row, manifest.id);
      const isHere = readText(row, manifest.url) === url;
      if (id === null || (!isHere && id !== registrationId)) continue;
      known.push({ id, usable: isHere && readBoolean(row, manifest.active) !== false });
    }
  }
  return known;
}

async function create(task: Task, { url, registrationId }: WebhookRegistrationRequest) {
  const { manifest } = task;
  const own = ownSecret(manifest);
  const verdict = await send(task, 'create', manifest.create, { url, ...own });
  if (verdict.outcome !== 'accepted') return refused(verdict, own.secret);
  const id = readId(verdict.json, manifest.id);
  // Where nothing can be removed, the one before goes on.
  const overlaps = registrationId !== null && !manifest.remove;
  return told(task, verdict, id, own.secret, overlaps ? manifest.overlapSeconds : 0);
}

/** Null where it is not there any more. */
async function rotate(task: Task, operation: Operation, { url }: WebhookRegistrationRequest, { id }: Known) {
  const own = ownSecret(task.manifest);
  const verdict = await send(task, 'rotate', operation, { url, id, ...own });
  if (verdict.outcome === 'accepted')
    return told(task, verdict, id, own.secret, task.manifest.overlapSeconds);
  return isMissing(verdict) ? null : refused(verdict, own.secret);
}

/** 256 bits, in hexadecimal. */
function ownSecret({ secret }: RegistrationManifest): { secret?: string } {
  return secret.madeBy === 'us' ? { secret: randomBytes(32).toString('hex') } : {};
}

function told(
  { engine, ctx, manifest }: Task,
  { json, reply }: Extract<WriteVerdict, { outcome: 'accepted' }>,
  registrationId: string | null,
  own: string | undefined,
  overlapSeconds: number,
): WebhookRegistrationResult {
  const secret = manifest.secret.madeBy === 'us' ? own : readText(json, manifest.secret.path);
  if (registrationId !== null && secret) return { outcome: 'done', registrationId, secret, overlapSeconds };
  const error = unreadableError(reply, errorContext(engine, ctx));
  return registrationRefused({ outcome: 'unknown', error, reply });
}

/** Each would send every event once more. That one stays does no harm: the next registration tries again. */
async function removeOthers(task: Task, known: readonly Known[], kept: string): Promise<void> {
  if (!task.manifest.remove) return;
  for (const { id } of known) {
    if (id === kept) continue;
    const removal = await remove(task, id);
    if (removal.outcome === 'done') continue;
    task.ctx.logger.warn('A former webhook of this connection could not be removed.', {
      registrationId: id,
      code: removal.error.code,
    });
  }
}

async function remove(task: Task, id: string): Promise<WebhookRemoval> {
  const { engine, manifest } = task;
  if (!manifest.remove) {
    const { name } = engine.manifest;
    const message = `${name} has no call that removes a webhook: remove it in ${name} itself.`;
    return { outcome: 'rejected', error: ownError(engine, 'UPSTREAM_REJECTED', message) };
  }
  const verdict = await send(task, 'remove', manifest.remove, { id }, true);
  return verdict.outcome === 'accepted' || isMissing(verdict) ? { outcome: 'done' } : refused(verdict);
}

async function send(
  { engine, ctx }: Task,
  name: 'create' | 'rotate' | 'remove',
  operation: Operation,
  registration: JsonObject,
  bodyOptional = false,
): Promise<WriteVerdict> {
  const place = `${REGISTRATION}.${name}`;
  const scope = openScope(engine, ctx, { registration });
  const request = await requestOf({ engine, ctx, scope, place }, operation);
  return sendWrite({ engine, ctx, operation, place }, request, { bodyOptional });
}

function refused(verdict: Exclude<WriteVerdict, { outcome: 'accepted' }>, secret?: string): Refusal {
  const outcome = verdict.outcome === 'unknown' ? 'unknown' : 'rejected';
  return registrationRefused({ ...verdict, outcome }, secret === undefined ? [] : [secret]);
}

function isMissing({ reply }: WriteVerdict): boolean {
  return reply !== null && (reply.status === 404 || reply.status === 410);
}
