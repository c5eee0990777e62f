import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { drip, HeldConnections, truncate } from './broken-replies';
import { REFUSING_KINDS } from './fault-kinds';
import type { FaultPlan, FaultRule, FaultTarget } from './faults';
import { apiKeyOf } from './request-log';
import type { RouteOperation, Simulator } from './simulator';

declare module 'fastify' {
  interface FastifyRequest {
    /** It took effect although its answer tells of a failure: such an answer can be lost too. */
    sandboxTookEffect: boolean;
  }
}

/** Carries out the fault plan around every named operation of one simulator. */
export function addFaultHooks(app: FastifyInstance, simulator: Simulator, faults: FaultPlan): void {
  const struck = new WeakMap<FastifyRequest, FaultRule>();
  const held = new HeldConnections();

  app.addHook('preHandler', async (request, reply) => {
    const named = operationOf(request);
    if (named === null) return;
    const target = targetOf(request, simulator, named);
    if (named.lists === true) request.sandboxHiddenMs = faults.hiddenFreshMs(target);
    const rule = faults.ofRequest(target);
    note(request, rule);
    if (rule === null) return;
    // Even for a caller who has given up: what comes late still takes effect.
    if (rule.kind === 'slow') await sleep(rule.delayMs, undefined, { ref: false });
    else if (rule.kind === 'hang' || rule.kind === 'reset') {
      if (rule.kind === 'hang') await held.hold(request.raw.socket, rule.delayMs);
      // A reset, not a tidy close: the caller sees ECONNRESET as after a crash.
      request.raw.socket.resetAndDestroy();
      reply.hijack();
    } else if (REFUSING_KINDS.some((kind) => kind === rule.kind)) await refuse(reply, simulator, rule);
    else struck.set(request, rule);
  });

  app.addHook('onSend', async (request, reply, payload) => {
    const rule = struck.get(request);
    // Only what took effect can be accepted and then lost.
    if (rule === undefined || (reply.statusCode >= 400 && !request.sandboxTookEffect)) return payload;
    return sabotage(request, reply, payload, { simulator, rule, held });
  });
}

/** null where no fault can strike. Where only the body tells, the log learns it here. */
function operationOf(request: FastifyRequest): RouteOperation | null {
  const { operation, lists, operationOf: chosen } = request.routeOptions.config;
  if (chosen === undefined) return operation === undefined ? null : { operation, lists };
  const named = chosen(request);
  if (request.sandboxLogEntry !== null) request.sandboxLogEntry.operation = named?.operation ?? null;
  return named;
}

function targetOf(
  request: FastifyRequest,
  { name, keyOf = apiKeyOf }: Simulator,
  { operation }: RouteOperation,
): FaultTarget {
  const { faultText, faultSubject } = request.routeOptions.config;
  return {
    upstream: name,
    operation,
    text: faultText?.(request) ?? null,
    subject: faultSubject?.(request) ?? null,
    apiKey: keyOf(request),
  };
}

/** At once: an answer that never leaves is never logged as one. */
function note({ sandboxLogEntry, sandboxHiddenMs }: FastifyRequest, rule: FaultRule | null): void {
  if (sandboxLogEntry === null) return;
  sandboxLogEntry.fault = rule?.kind ?? (sandboxHiddenMs > 0 ? 'hide-fresh' : null);
}

async function refuse(reply: FastifyReply, simulator: Simulator, rule: FaultRule): Promise<void> {
  if (rule.retryAfterSeconds !== null) void reply.header('Retry-After', String(rule.retryAfterSeconds));
  if (rule.kind === 'html-502') {
    await reply
      .code(rule.status ?? 502)
      .type('text/html')
      .send('<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>');
    return;
  }
  const { status, headers, body } = simulator.renderFault(rule);
  await reply
    .code(rule.status ?? status)
    .headers(headers ?? {})
    .send(body);
}

interface Sabotage {
  readonly simulator: Simulator;
  readonly rule: FaultRule;
  readonly held: HeldConnections;
}

async function sabotage(
  request: FastifyRequest,
  reply: FastifyReply,
  payload: unknown,
  { simulator, rule, held }: Sabotage,
): Promise<unknown> {
  const { socket } = request.raw;
  const text = typeof payload === 'string' ? payload : '{"ok":true}';
  switch (rule.kind) {
    case 'accept-then-hang':
      await held.hold(socket, rule.delayMs);
      socket.destroy();
      return payload;
    case 'accept-then-reset':
      socket.resetAndDestroy();
      return payload;
    case 'accept-then-500': {
      const { status, body } = simulator.renderFault(rule);
      reply.code(rule.status ?? status).type('application/json');
      return JSON.stringify(body);
    }
    case 'malformed-json':
      return text.slice(0, Math.ceil(text.length / 2));
    case 'truncated-json':
      if (rule.chunked !== true) reply.header('content-length', Buffer.byteLength(text));
      return truncate(text, socket);
    case 'slow-drip':
      return drip(text, rule.delayMs);
    default:
      return payload;
  }
}
