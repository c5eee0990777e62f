import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { faultRuleInput } from '../frame/faults';
import { addTenants, resetAll, seedsOf, type SandboxParts } from '../sandbox';

const upstreamName = z.enum(['layers', 'postpost', 'postato']);
const networkQuery = z.object({
  upstream: z.string().optional(),
  account: z.string().optional(),
  platform: z.string().optional(),
});
const requestsQuery = z.object({ upstream: z.string().optional(), operation: z.string().optional() });
const clockBody = z.strictObject({ advanceMs: z.number().nonnegative() });
const webhookBody = z.strictObject({
  upstream: upstreamName,
  url: z.url(),
  secret: z.string().min(1),
  /** Whose events; default: the seeded customer's. */
  apiKey: z.string().optional(),
});
const tenantsBody = z.strictObject({ upstream: upstreamName, count: z.number().int().min(1).max(10_000) });

/** What no real upstream has: a look behind the curtain, and the levers. Unauthenticated by design. */
export function addAdminRoutes(app: FastifyInstance, parts: SandboxParts): void {
  app.register(
    (admin, _options, done) => {
      admin.setErrorHandler(explain);
      admin.addHook('onSend', (request, _reply, payload, next) => {
        if (request.method !== 'GET' && request.method !== 'HEAD') parts.store.flush();
        next(null, payload);
      });
      addViews(admin, parts);
      addLevers(admin, parts);
      done();
    },
    { prefix: '/_sandbox' },
  );
}

function addViews(admin: FastifyInstance, parts: SandboxParts): void {
  admin.get('/seeds', () => seedsOf(parts));
  admin.get('/tenants', () =>
    Object.fromEntries(parts.simulators.map((simulator) => [simulator.name, simulator.tenants()])),
  );
  admin.get('/network', ({ query }) => {
    const filter = networkQuery.parse(query);
    const entries = parts.network.entries(filter);
    return { count: entries.length, entries, duplicates: parts.network.duplicates(filter) };
  });
  admin.get('/state', () => ({
    now: parts.clock.iso(),
    pace: parts.clock.pace,
    ...parts.store.snapshot(),
  }));
  admin.get('/requests', ({ query }) => {
    const entries = parts.requests.list(requestsQuery.parse(query));
    return { count: entries.length, entries };
  });
  admin.get('/deliveries', () => {
    const entries = parts.webhooks.list();
    return { count: entries.length, entries };
  });
  admin.get('/faults', () => ({ rules: parts.faults.list() }));
}

function addLevers(admin: FastifyInstance, parts: SandboxParts): void {
  admin.post('/faults', (request, reply) =>
    reply.code(201).send(parts.faults.add(faultRuleInput.parse(request.body))),
  );
  admin.delete('/faults', () => {
    parts.faults.clear();
    return { rules: parts.faults.list() };
  });
  admin.delete('/requests', () => {
    parts.requests.clear();
    return { count: 0 };
  });
  admin.post('/reset', () => {
    resetAll(parts);
    return { reset: true };
  });
  admin.post('/clock', (request) => {
    parts.clock.advance(clockBody.parse(request.body).advanceMs);
    parts.clockSlice.value.skippedMs = parts.clock.skippedMs;
    parts.engine.tick();
    return { now: parts.clock.iso(), skippedMs: parts.clock.skippedMs };
  });
  admin.post('/webhooks', (request, reply) => {
    const { upstream, ...target } = webhookBody.parse(request.body);
    const simulator = parts.simulators.find(({ name }) => name === upstream);
    const registered = simulator?.registerWebhook(target) ?? null;
    if (registered === null) return reply.code(422).send({ error: 'apiKey: no customer has this key' });
    return reply.code(201).send({ upstream, registered });
  });
  admin.post('/tenants', (request, reply) => {
    const { upstream, count } = tenantsBody.parse(request.body);
    return reply.code(201).send({ tenants: addTenants(parts, upstream, count) });
  });
}

function explain(error: Error, _request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (error instanceof z.ZodError) return reply.code(422).send({ error: z.prettifyError(error) });
  const status = 'statusCode' in error && typeof error.statusCode === 'number' ? error.statusCode : 500;
  return reply.code(status).send({ error: error.message });
}
