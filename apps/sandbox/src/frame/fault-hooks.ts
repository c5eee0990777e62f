import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { FaultPlan, FaultRule } from './faults';
import type { Simulator } from './simulator';

/** Carries out the fault plan around every named operation of one simulator. */
export function addFaultHooks(app: FastifyInstance, simulator: Simulator, faults: FaultPlan): void {
  const struck = new WeakMap<FastifyRequest, FaultRule>();

  app.addHook('preHandler', async (request, reply) => {
    const { operation, faultText } = request.routeOptions.config;
    if (operation === undefined) return;
    const rule = faults.ofRequest(simulator.name, operation, faultText?.(request) ?? null);
    if (rule === null) return;
    // At once: an answer that never leaves is never logged as one.
    if (request.sandboxLogEntry !== null) request.sandboxLogEntry.fault = rule.kind;
    if (rule.kind === 'slow') await sleep(rule.delayMs);
    else if (isRefusal(rule)) await refuse(reply, simulator, rule);
    else struck.set(request, rule);
  });

  app.addHook('onSend', async (request, reply, payload) => {
    const rule = struck.get(request);
    // Only what took effect can be accepted and then lost.
    if (rule === undefined || reply.statusCode >= 400) return payload;
    return sabotage(request, reply, payload, simulator, rule);
  });
}

function isRefusal({ kind }: FaultRule): boolean {
  return kind === 'refuse' || kind === '429' || kind === '503' || kind === 'html-502';
}

async function refuse(reply: FastifyReply, simulator: Simulator, rule: FaultRule): Promise<void> {
  if (rule.kind === 'html-502') {
    await reply
      .code(rule.status ?? 502)
      .type('text/html')
      .send('<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>');
    return;
  }
  const { status, headers, body } = simulator.renderFault(rule);
  if (rule.retryAfterSeconds !== null) void reply.header('Retry-After', String(rule.retryAfterSeconds));
  await reply
    .code(rule.status ?? status)
    .headers(headers ?? {})
    .send(body);
}

async function sabotage(
  request: FastifyRequest,
  reply: FastifyReply,
  payload: unknown,
  simulator: Simulator,
  rule: FaultRule,
): Promise<unknown> {
  switch (rule.kind) {
    case 'accept-then-hang':
      await new Promise((resolve) => request.raw.socket.once('close', resolve));
      return payload;
    case 'accept-then-reset':
      // A reset, not a tidy close: the caller sees ECONNRESET as after a crash.
      request.raw.socket.resetAndDestroy();
      return payload;
    case 'accept-then-500': {
      const { status, body } = simulator.renderFault(rule);
      reply.code(rule.status ?? status).type('application/json');
      return JSON.stringify(body);
    }
    case 'malformed-json': {
      const text = typeof payload === 'string' ? payload : '{"ok":true}';
      return text.slice(0, Math.ceil(text.length / 2));
    }
    default:
      return payload;
  }
}
