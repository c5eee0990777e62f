import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { RuleError, type FaultRuleInput } from '../frame/fault-rules';
import type { FaultPlan, FaultRule } from '../frame/faults';
import { UPSTREAM_NAMES } from '../frame/upstream-names';
import { addTenants, resetAll, seedsOf, setClock, type SandboxParts } from '../sandbox';

const upstreamName = z.enum(UPSTREAM_NAMES);
const networkQuery = z.object({
  upstream: z.string().optional(),
  account: z.string().optional(),
  platform: z.string().optional(),
  text: z.string().optional(),
  /** `false`: only the count and the duplicates. */
  entries: z.enum(['true', 'false']).default('true'),
});
const requestsQuery = z.object({ upstream: z.string().optional(), operation: z.string().optional() });
const DAY_MS = 86_400_000;
const clockBody = z
  .strictObject({
    advanceMs: z.number().nonnegative().optional(),
    skewMs: z.number().int().min(-DAY_MS).max(DAY_MS).optional(),
  })
  .refine(({ advanceMs, skewMs }) => advanceMs !== undefined || skewMs !== undefined, 'advanceMs or skewMs');
const outageBody = z.strictObject({ ms: z.number().int().min(1).max(600_000) });
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
    const { entries: shown, ...filter } = networkQuery.parse(query);
    const entries = parts.network.entries(filter);
    const judged = { count: entries.length, duplicates: parts.network.duplicates(filter) };
    return shown === 'true' ? { ...judged, entries } : judged;
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
  admin.get('/faults', () => ({ rules: parts.faults.list().map(shown) }));
  admin.get('/scenario', () => scenarioView(parts.faults));
  admin.get('/operations', () => parts.operations.describe());
  admin.get('/clock', () => clockView(parts));
}

function addLevers(admin: FastifyInstance, parts: SandboxParts): void {
  admin.post('/faults', (request, reply) =>
    reply.code(201).send(shown(parts.faults.add(request.body as FaultRuleInput))),
  );
  admin.delete('/faults', () => {
    parts.faults.clear();
    return { rules: [] };
  });
  admin.post('/scenario', (request) => {
    parts.faults.replace(request.body);
    return scenarioView(parts.faults);
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
    setClock(parts, clockBody.parse(request.body));
    return clockView(parts);
  });
  admin.post('/outage', (request, reply) => {
    const { ms } = outageBody.parse(request.body);
    // Whoever asked still gets an answer, on a connection that ends with it.
    reply.raw.once('finish', () => parts.outage.begin(ms));
    return reply.header('connection', 'close').send({ ms });
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

/** What people and programs may know of a rule; the rest is bookkeeping. */
function shown({ stream: _stream, madeAtMs: _madeAtMs, isScenario: _isScenario, ...rule }: FaultRule) {
  return rule;
}

function scenarioView(faults: FaultPlan) {
  return { seed: faults.seed, rules: faults.list().map((rule, index) => ({ index, ...shown(rule) })) };
}

/** `now` is what the upstreams take for the time. */
function clockView({ clock }: SandboxParts) {
  return { now: clock.iso(), skippedMs: clock.skippedMs, skewMs: clock.skewMs };
}

function explain(error: Error, _request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (error instanceof RuleError) return reply.code(422).send({ error: error.message, issues: error.issues });
  if (error instanceof z.ZodError) return reply.code(422).send({ error: z.prettifyError(error) });
  const status = 'statusCode' in error && typeof error.statusCode === 'number' ? error.statusCode : 500;
  return reply.code(status).send({ error: error.message });
}
