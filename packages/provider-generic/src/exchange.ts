/** Sends a request and says what the reply means, by the manifest's guards and error table. */
import { publishError, type HttpRequest, type ProviderContext, type PublishError } from '@postern/core';
import {
  classifyCreate,
  classifyRead,
  errorFromOutcome,
  unreadableError,
  type HttpReply,
  type ReadVerdict,
} from '@postern/provider-kit';
import type { Engine, Scope } from './engine';
import { ExpressionError } from './expression';
import { errorContext, errorLineOf, hasWord } from './error-map';
import type { Operation } from './manifest-schema';
import { callTool, type ToolOutcome } from './mcp-tool-call';
import { closeBody } from './post-files';
import { shapedReply } from './reply-shape';
import { RequestProblem, requestOf } from './request-builder';
import { isJsonObject, readCode, toJson } from './value-path';

export interface Call {
  engine: Engine;
  ctx: ProviderContext;
  operation: Operation;
  /** The operation's path in the manifest. */
  place: string;
  platform?: string | null;
}

export type WriteVerdict =
  | { outcome: 'accepted'; reply: HttpReply; json: unknown }
  | { outcome: 'rejected' | 'unknown' | 'released'; error: PublishError; reply: HttpReply | null };

/** Replies of these operations hold secrets that nobody knows beforehand. */
export const REGISTRATION = 'webhooks.registration';

/** For calls that create or change something. `bodyOptional`: a success without JSON is one too. */
export async function sendWrite(
  call: Call,
  request: HttpRequest,
  { bodyOptional = false } = {},
): Promise<WriteVerdict> {
  const { engine, ctx } = call;
  const { outcome: sent, failed } = await exchangeOnce(call, request);
  const context = errorContext(engine, ctx, call.platform ?? null);
  if (sent.kind !== 'response') return classifyCreate(sent, context);
  const outcome = await shapedReply(call, sent);
  if (outcome === 'unreadable') {
    return { outcome: 'unknown', error: unreadableError(sent, context), reply: sent };
  }
  const guard = failed ? 'broken' : await guardVerdict(call, outcome);
  if (guard === 'success' && !isTwoHundred(outcome.status)) {
    return { outcome: 'accepted', reply: outcome, json: outcome.json };
  }
  const line = errorLineOf(engine.manifest, outcome);
  // Half a body breaks every guard, and says nothing of what was done.
  if (guard === 'broken' && !failed && isTwoHundred(outcome.status) && !hasFields(outcome.json)) {
    return { outcome: 'unknown', error: unreadableError(outcome, context), reply: outcome };
  }
  if (guard === 'broken') {
    // What cannot be read has refused nothing, whatever its guard makes of it.
    const readable = isJsonObject(outcome.json) || Array.isArray(outcome.json);
    const said = (line?.outcome ?? (readable ? call.operation.success?.otherwise : null)) || 'unknown';
    return { outcome: said, error: errorFromOutcome(outcome, context), reply: outcome };
  }
  const verdict = classifyCreate(outcome, {
    ...context,
    bodyOptional,
    isDocumentedRefusal: () => line?.outcome === 'rejected',
  });
  if (verdict.outcome === 'accepted' || line?.outcome === undefined) return verdict;
  return { ...verdict, outcome: line.outcome };
}

/** By the manifest's transport. `failed`: an MCP tool that says so; over HTTP the reply itself must tell. */
async function exchangeOnce(
  { engine, ctx, operation, place }: Call,
  given: HttpRequest,
): Promise<ToolOutcome> {
  const request = place.startsWith(REGISTRATION) ? { ...given, confidential: true } : given;
  if (engine.manifest.transport.kind === 'mcp') {
    // Uploads are plain HTTP also beside MCP.
    if (operation.tool !== undefined) return callTool(ctx, operation.tool, request);
    if (!place.startsWith('media.')) throw new RequestProblem(`${place}.tool names no tool.`);
  }
  const outcome = await ctx.http.send(request);
  if (outcome.kind === 'not_sent') await closeBody(request);
  return { outcome, failed: false };
}

export type GetVerdict = ReadVerdict | { outcome: 'no_route'; error: PublishError; reply: HttpReply };

/** Makes a read, its body too, and sends it. Throws `RequestProblem` where it cannot be made. */
export async function ask(call: Call, scope: Scope): Promise<GetVerdict> {
  return sendRead(call, await readRequest(call, scope));
}

export function readRequest({ engine, ctx, operation, place }: Call, scope: Scope): Promise<HttpRequest> {
  return requestOf({ engine, ctx, scope, place }, operation);
}

/** For reads. `missing` is the manifest's; another 404 or 405 says that the address itself does not exist. */
export async function sendRead(call: Call, request: HttpRequest): Promise<GetVerdict> {
  const { engine, ctx } = call;
  const { outcome: sent, failed } = await exchangeOnce(call, request);
  const context = errorContext(engine, ctx, call.platform ?? null);
  if (sent.kind !== 'response') return classifyRead(sent, context);
  const outcome = await shapedReply(call, sent);
  if (outcome === 'unreadable') {
    const error = { ...unreadableError(sent, context), retryable: true };
    return { outcome: 'failed', error, reply: sent };
  }
  const { missing } = engine.manifest.read;
  const code = readCode(outcome.json, engine.manifest.errors.code);
  if (missing.status.includes(outcome.status) && (!missing.code || hasWord(missing.code, code))) {
    return { outcome: 'missing', error: errorFromOutcome(outcome, context), reply: outcome };
  }
  if (outcome.status === 404 || outcome.status === 405) {
    return { outcome: 'no_route', error: errorFromOutcome(outcome, context), reply: outcome };
  }
  if (failed || (await guardVerdict(call, outcome)) === 'broken') {
    return { outcome: 'failed', error: errorFromOutcome(outcome, context), reply: outcome };
  }
  return classifyRead(outcome, context);
}

/** The error of a request that could not even be built, or of a reply that cannot be used. */
export function ownError(
  engine: Engine,
  code: PublishError['code'],
  message: string,
  reply?: HttpReply | null,
) {
  return publishError({
    code,
    retryable: false,
    message,
    provider: engine.providerId,
    upstreamHttpStatus: reply?.status ?? null,
    upstreamRequestId: reply?.requestId ?? null,
  });
}

/** The error of a request that could not be made; throws on what is not that. */
export function notMade(engine: Engine, error: unknown): PublishError {
  if (error instanceof RequestProblem) {
    const { code, message, retryable } = error;
    return { ...ownError(engine, code, message), retryable };
  }
  if (error instanceof ExpressionError) {
    const { message, isTransient } = error;
    return { ...ownError(engine, 'INTERNAL', message), retryable: isTransient };
  }
  throw error;
}

/** `success` and `broken` speak of replies that claim success; other replies are `none` of its business. */
async function guardVerdict(
  { engine, ctx, operation, place }: Call,
  reply: HttpReply,
): Promise<'success' | 'broken' | 'none'> {
  const { success } = operation;
  const claims = success?.status?.includes(reply.status) ?? isTwoHundred(reply.status);
  if (!claims) return isTwoHundred(reply.status) ? 'broken' : 'none';
  if (success?.when === undefined) return 'success';
  const input = { reply: toJson(reply.json), status: reply.status };
  try {
    const holds = await engine.expressions.isTrue(success.when, `${place}.success.when`, input);
    return holds ? 'success' : 'broken';
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    // A guard that cannot be tried does not hold.
    ctx.logger.warn('A guard of the manifest failed on a reply.', { problem: error.message });
    return 'broken';
  }
}

function hasFields(json: unknown): boolean {
  return typeof json === 'object' && json !== null;
}

function isTwoHundred(status: number): boolean {
  return status >= 200 && status < 300;
}
