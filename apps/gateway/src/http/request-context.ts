/**
 * Who asks, for code that is not told: what a request does in the database is bound to its workspace, and the
 * audit log names its key. Set once for each request, before any handler runs; unset in workers, in tests of
 * single classes and in whatever a process does by itself.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { JsonObject } from '@postern/core';
import type { FastifyInstance } from 'fastify';
import type { EntityManager } from 'typeorm';
import type { Caller } from './auth/caller';

export interface RequestContext {
  requestId: string;
  /** `null` until the guard has found them, and on public routes. */
  caller: Caller | null;
  /** Who sent the request, also while the gateway acts for itself: the audit log names them. */
  asker: Caller | null;
  /** Of the request's idempotency key; `null`: it has none, or keeps its reply itself. */
  record: RequestRecord | null;
}

/** What is kept under an idempotency key, each in the transaction that writes the rows of which it tells. */
export interface RequestRecord {
  keepReply(em: EntityManager, response: unknown): Promise<void>;
  noteProgress(em: EntityManager, progress: JsonObject): Promise<void>;
  /** What an earlier process noted that died before it answered; `null`: nothing was done yet. */
  noted: JsonObject | null;
}

const storage = new AsyncLocalStorage<RequestContext>();

/** Opens a context for each request. After the body was read: its events would leave the context again. */
export function openRequestContexts(fastify: FastifyInstance): void {
  fastify.addHook('preValidation', (request, _reply, done) => {
    storage.run({ requestId: request.id, caller: null, asker: null, record: null }, done);
  });
}

/** `undefined` outside of any request. */
export function currentRequest(): RequestContext | undefined {
  return storage.getStore();
}

/** The guard's: from here on the request acts for this caller. */
export function actAs(caller: Caller): void {
  const context = storage.getStore();
  if (context === undefined) throw new Error('A caller is found only within a request.');
  context.caller = caller;
  context.asker = caller;
}

/**
 * Runs `work` for the gateway itself rather than for the request's workspace: what concerns all workspaces
 * (listing them for the instance's operator, a queue, a sweep).
 */
export function asGateway<T>(work: () => Promise<T>): Promise<T> {
  const context = storage.getStore();
  return storage.run(
    {
      requestId: context?.requestId ?? '',
      caller: null,
      asker: context?.asker ?? null,
      record: context?.record ?? null,
    },
    work,
  );
}

/** Runs `work` bound to one workspace, for the gateway itself: what is read once for many of its callers. */
export function asWorkspace<T>(workspaceId: string, work: () => Promise<T>): Promise<T> {
  const context = storage.getStore();
  return storage.run(
    {
      requestId: context?.requestId ?? '',
      caller: { workspaceId, actor: null, scopes: [], session: null },
      asker: context?.asker ?? null,
      record: context?.record ?? null,
    },
    work,
  );
}

/** Runs `work` for the gateway itself, on behalf of who once asked for it: the audit log names them. */
export function onBehalfOf<T>(asker: Caller, requestId: string, work: () => Promise<T>): Promise<T> {
  return storage.run({ requestId, caller: null, asker, record: null }, work);
}

/** The interceptor's: the request has claimed an idempotency key. */
export function recordBy(record: RequestRecord): void {
  const context = storage.getStore();
  if (context !== undefined) context.record = record;
}

/**
 * The reply of the request, for its repetitions. In the transaction that writes the rows, so that a process that
 * dies after it leaves no key behind under which the same would be made twice.
 *
 * @throws ProblemError IDEMPOTENCY_IN_FLIGHT where the claim was given up and another request has it
 */
export async function keepReply(em: EntityManager, response: unknown): Promise<void> {
  await storage.getStore()?.record?.keepReply(em, response);
}

/**
 * How far the request is whose reply waits for somebody else (a provider), for the repetition that goes on where a
 * process has died. Replaces what was noted before.
 *
 * @throws ProblemError IDEMPOTENCY_IN_FLIGHT as `keepReply`
 */
export async function noteProgress(em: EntityManager, progress: JsonObject): Promise<void> {
  await storage.getStore()?.record?.noteProgress(em, progress);
}

/** What was noted by a request with this key that has not answered; `null`: nothing was done. */
export function notedProgress(): JsonObject | null {
  return storage.getStore()?.record?.noted ?? null;
}
