/**
 * The least that a server can do for these requests: Fastify and `pg`, prepared statements, the rules of a JSON
 * schema, and the same rows as the gateway. No tenants' role, no rate limit, no log, no metrics, no rules of
 * providers. Arguments: the database's address, the port.
 */
import { createHash } from 'node:crypto';
import fastify, { type FastifyRequest } from 'fastify';
import { Pool } from 'pg';
import { type Caller, create, CREATE_SCHEMA, type CreateBody } from './floor-create';
import { FIND_KEY, LIST_GROUPS, LIST_POSTS, READ_GROUP } from './floor-sql';
import { type GroupRow, groupView, page, postView } from './floor-views';

/** As long and with as many sessions as the gateway. */
const TRUST_MS = 5_000;
const SESSIONS = 10;

interface Known {
  caller: Caller | null;
  at: number;
}

function authenticator(db: Pool): (request: FastifyRequest) => Promise<Caller | null> {
  const known = new Map<string, Known>();
  return async ({ headers }) => {
    const key = /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1] ?? '';
    const hash = createHash('sha256').update(key).digest();
    const name = hash.toString('base64');
    const before = known.get(name);
    if (before && Date.now() - before.at < TRUST_MS) return before.caller;
    const { rows } = await db.query<Caller>({ name: 'find_key', text: FIND_KEY, values: [hash] });
    const caller = rows[0] ?? null;
    known.set(name, { caller, at: Date.now() });
    return caller;
  };
}

async function main(): Promise<void> {
  const [url, port] = process.argv.slice(2);
  const db = new Pool({ connectionString: url, max: SESSIONS });
  const app = fastify();
  const callerOf = authenticator(db);
  const callers = new WeakMap<FastifyRequest, Caller>();
  app.addHook('onRequest', async (request, reply) => {
    const caller = await callerOf(request);
    if (caller === null) return reply.status(401).send({ code: 'UNAUTHENTICATED' });
    callers.set(request, caller);
  });
  const workspaceOf = (request: FastifyRequest) => callers.get(request)?.workspaceId;

  app.post<{ Body: CreateBody }>(
    '/v1/post-groups',
    { schema: { body: CREATE_SCHEMA } },
    async (request, reply) => {
      const caller = callers.get(request);
      const key = request.headers['idempotency-key'];
      if (caller === undefined || typeof key !== 'string')
        return reply.status(422).send({ code: 'VALIDATION' });
      const { status, body } = await create(db, caller, request.body, key);
      return reply.status(status).send(body);
    },
  );
  app.get<{ Params: { id: string } }>('/v1/post-groups/:id', async (request, reply) => {
    const values = [workspaceOf(request), request.params.id];
    const { rows } = await db.query<GroupRow>({ name: 'read_group', text: READ_GROUP, values });
    return rows[0] === undefined ? reply.status(404).send({ code: 'NOT_FOUND' }) : groupView(rows[0]);
  });
  app.get<{ Querystring: { limit: string } }>('/v1/post-groups', async (request) => {
    const limit = Number(request.query.limit);
    const values = [workspaceOf(request), limit + 1];
    const { rows } = await db.query<GroupRow>({ name: 'list_groups', text: LIST_GROUPS, values });
    return page(rows, limit, groupView);
  });
  app.get<{ Querystring: { limit: string } }>('/v1/posts', async (request) => {
    const limit = Number(request.query.limit);
    const values = [workspaceOf(request), limit + 1];
    const { rows } = await db.query<GroupRow>({ name: 'list_posts', text: LIST_POSTS, values });
    return page(rows, limit, postView);
  });

  process.once('SIGTERM', () => process.exit(0));
  await app.listen({ host: '127.0.0.1', port: Number(port) });
  process.stdout.write('The floor listens.\n');
}

void main();
