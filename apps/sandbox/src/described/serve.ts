import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { newestShownMs } from '../frame/fresh-rows';
import { serveObjectStorage } from '../frame/object-storage';
import type { RenderedError } from '../frame/simulator';
import { acceptBodies, bodyKindOf } from './bodies';
import { callOf, type CallParts, type Caller } from './call';
import type { Params, RawQuery, ReadVariant, Route, UpstreamDescription } from './description';
import { Refusal } from './refusal';
import type { Rate } from './rate';

/** The key of a request as this upstream takes it; null = it came without one, or in another form. */
export function keyReader(
  { auth }: UpstreamDescription,
  variant: ReadVariant,
): (request: FastifyRequest) => string | null {
  const header = headerOf(auth, variant);
  return ({ headers }) => {
    const sent = headers[header];
    if (typeof sent !== 'string' || sent === '') return null;
    if (auth.scheme === null) return sent;
    const [word, key, ...rest] = sent.split(' ');
    return word === auth.scheme && key !== undefined && rest.length === 0 ? key : null;
  };
}

function headerOf({ header }: UpstreamDescription['auth'], variant: ReadVariant): string {
  return typeof header === 'string' ? header : header(variant);
}

/** Everything below the upstream's prefix: authentication, rates, and the routes of the description. */
export async function serve(app: FastifyInstance, parts: CallParts, rate: Rate | null): Promise<void> {
  // Beside the API, not below its hooks: what is put there is signed by its address alone.
  if (parts.storage !== null) await serveObjectStorage(app, parts.storage);
  await app.register((api) => serveApi(api, parts, rate));
}

async function serveApi(app: FastifyInstance, parts: CallParts, rate: Rate | null): Promise<void> {
  const { description } = parts;
  app.setErrorHandler((error: Error, _request, reply) => answerError(error, parts, reply));
  app.setNotFoundHandler((_request, reply) => send(reply, description.refusals.noRoute));
  await acceptBodies(app);
  const callers = new WeakMap<FastifyRequest, Caller>();
  app.addHook('onRequest', (request, reply, next) => {
    try {
      const caller = identify(request, parts);
      callers.set(request, caller);
      if (rate !== null)
        void reply.headers(rate.take(caller.customer.apiKey, operationOf(request, description)));
      next();
    } catch (error) {
      next(error as Error);
    }
  });
  const callerOf = (request: FastifyRequest): Caller => {
    const caller = callers.get(request);
    if (caller === undefined) throw new Error('A route ran without a caller.');
    return caller;
  };
  for (const route of description.routes) addRoute(app, parts, route, callerOf);
}

function operationOf({ routeOptions }: FastifyRequest, { name }: UpstreamDescription): string | null {
  return routeOptions.config?.operation?.slice(name.length + 1) ?? null;
}

function addRoute(
  app: FastifyInstance,
  parts: CallParts,
  route: Route,
  callerOf: (request: FastifyRequest) => Caller,
): void {
  const { description, board, clock } = parts;
  const { operation, method, text, lists } = route;
  const about = route.about ?? (({ params }) => params.id);
  const subjectOf = (request: FastifyRequest): string | null => {
    const id = about({
      params: request.params as Params,
      query: request.query as RawQuery,
      body: request.body,
    });
    return id === undefined ? null : (board.mentioned(id)?.text ?? null);
  };
  for (const path of [route.path].flat()) {
    app.route({
      method,
      url: `${description.basePath}${path}`,
      config: {
        operation: `${description.name}.${operation}`,
        ...(lists === true ? { lists } : {}),
        ...(text === undefined ? { faultSubject: subjectOf } : { faultText: ({ body }) => text(body) }),
      },
      handler: (request, reply) => {
        refuseOtherBodies(request, parts, route);
        const answer = route.handle(callOf(request, callerOf(request), newestShownMs(request, clock), parts));
        request.sandboxTookEffect = answer.tookEffect === true;
        return send(reply, { ...answer, status: answer.status ?? 200 });
      },
    });
  }
}

/** Throws for a body in a form that the route does not read. */
function refuseOtherBodies(request: FastifyRequest, parts: CallParts, { bodies, method }: Route): void {
  if (request.body === undefined || method === 'GET') return;
  const kind = bodyKindOf(request);
  if (kind !== null && (bodies ?? ['json']).includes(kind)) return;
  const message = `A body of this content type is not read here`;
  throw new Refusal(parts.description.refusals.invalid([{ path: '', message, isUnknown: false }], 'body'));
}

function identify(request: FastifyRequest, parts: CallParts): Caller {
  const { description, variant } = parts;
  const { auth, refusals } = description;
  const key = parts.keyOf(request);
  if (key === null) {
    throw new Refusal(
      refusals.unauthorized(request.headers[headerOf(auth, variant)] === undefined ? 'missing' : 'scheme'),
    );
  }
  const customer = parts.customers.ofKey(key);
  if (customer === undefined) throw new Refusal(refusals.unauthorized('unknown'));
  return { customer, scope: auth.scope?.(request.headers, customer, variant) ?? '' };
}

function answerError(error: Error, { description }: CallParts, reply: FastifyReply): FastifyReply {
  if (error instanceof Refusal) return send(reply, error.rendered);
  const status = 'statusCode' in error && typeof error.statusCode === 'number' ? error.statusCode : 500;
  if (status >= 500) throw error;
  const problem = { path: '', message: error.message, isUnknown: false };
  return send(reply, description.refusals.invalid([problem], 'body'));
}

/** JSON, so that a bare string or a list at the root is one too; a page where its headers say so. */
function send(reply: FastifyReply, { status, headers, body }: RenderedError): FastifyReply {
  if (typeof body === 'string' && headers?.['Content-Type'] !== undefined) {
    return reply.code(status).headers(headers).send(body);
  }
  return reply
    .code(status)
    .headers(headers ?? {})
    .type('application/json; charset=utf-8')
    .send(body === undefined ? '' : JSON.stringify(body));
}
