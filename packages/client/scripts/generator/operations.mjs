import { camel, methodName, resourceName } from './names.mjs';

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];
const JSON_TYPE = 'application/json';

/** What the SDK needs to know of each operation, in the order of the document. */
export function describeOperations(document) {
  const described = Object.entries(document.paths).flatMap(([path, item]) =>
    METHODS.filter((method) => item[method]).map((method) => describe(document, path, method, item[method])),
  );
  // What flows in a stream cannot be described there: it is what the list of the same subject holds.
  for (const streamed of described.filter(({ reply }) => reply.kind === 'events')) {
    const list = described.find(({ tag, reply }) => tag === streamed.tag && reply.page);
    if (!list) throw new Error(`${streamed.id} streams nothing that is listed anywhere.`);
    streamed.reply.type = list.reply.item;
  }
  const seen = new Set();
  for (const { id, resource, methods } of described) {
    for (const name of methods.map((method) => `${resource}.${method}`)) {
      if (seen.has(name)) throw new Error(`${id} would be a second ${name}.`);
      seen.add(name);
    }
  }
  return described;
}

function describe(document, path, method, operation) {
  const [tag] = operation.tags ?? [];
  if (!tag || !operation.operationId) throw new Error(`${method} ${path} lacks a tag or an operationId.`);
  const id = operation.operationId;
  const given = (operation.parameters ?? []).map((one) => resolve(document, one));
  const named = (place) => given.filter((parameter) => parameter.in === place);
  const headers = named('header').filter(({ name }) => !SENDERS_OWN.includes(name.toLowerCase()));
  const query = named('query');
  const reply = replyOf(document, operation);
  const name = methodName(id, tag);
  const body = bodyOf(document, method, operation, query);
  return {
    id,
    tag,
    resource: resourceName(tag),
    name,
    methods: [
      body.multipart && 'upload',
      body.byAddress ? 'fromUrl' : (body.json || !body.multipart) && name,
    ].filter(Boolean),
    summary: operation.summary,
    description: operation.description,
    method: method.toUpperCase(),
    path,
    pathParameters: [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]),
    query: query.map((parameter) => parameter.name),
    queryRequired: query.some(({ required }) => required),
    headers: headers.map(({ name: header, required }) => ({ option: camel(header), header, required })),
    idempotent: named('header').some((parameter) => parameter.name.toLowerCase() === 'idempotency-key'),
    public: !operation.security?.length,
    body,
    reply,
    page: reply.page ? continuation(query) : undefined,
  };
}

/** The sender sets these itself. */
const SENDERS_OWN = ['idempotency-key', 'authorization', 'x-request-id', 'content-type', 'last-event-id'];

/** The parameter that asks for what follows; a list without one has one page. */
const continuation = (query) =>
  ['cursor', 'after'].find((name) => query.some((parameter) => parameter.name === name)) ?? null;

function bodyOf(document, method, operation, query) {
  const given = operation.requestBody && resolve(document, operation.requestBody);
  const content = given?.content ?? {};
  const json = withoutFiles(document, content[JSON_TYPE]?.schema);
  // Not every proxy lets the body of a DELETE through: what the query can carry as well goes there.
  if (method === 'delete' && json && !given.required && carries(query, resolve(document, json))) return {};
  return {
    json: json && typeOf(json, `Schema['${operation.operationId}']['requestBody']`, JSON_TYPE),
    multipart: 'multipart/form-data' in content,
    // Instead of the file itself, the address of one.
    byAddress: 'multipart/form-data' in content && fields(resolve(document, json)) === 'url',
    required: given?.required ?? false,
  };
}

const fields = (schema) => Object.keys(schema.properties ?? {}).join();

/** Of a choice that is described for all types of body, what JSON can carry. */
function withoutFiles(document, schema) {
  const choices = schema?.oneOf?.filter(
    (choice) =>
      !Object.values(resolve(document, choice).properties ?? {}).some(({ format }) => format === 'binary'),
  );
  return choices?.length === 1 ? choices[0] : schema;
}

const carries = (query, schema) =>
  Object.keys(schema.properties ?? {}).every((name) => query.some((parameter) => parameter.name === name));

function replyOf(document, operation) {
  const good = Object.entries(operation.responses).filter(([status]) => status.startsWith('2'));
  const types = new Set();
  let kind = 'none';
  let page = false;
  let item;
  for (const [status, given] of good) {
    const content = resolve(document, given).content ?? {};
    const at = `Schema['${operation.operationId}']['responses'][${status}]`;
    if ('text/event-stream' in content) {
      kind = 'events';
    } else if (content[JSON_TYPE]) {
      kind = 'json';
      const type = typeOf(content[JSON_TYPE].schema, at, JSON_TYPE);
      types.add(type);
      const { properties = {} } = resolve(document, content[JSON_TYPE].schema);
      page = 'items' in properties && 'nextCursor' in properties;
      if (page) item = `${type}['items'][number]`;
    } else if (Object.keys(content).length > 0) {
      kind = 'text';
      types.add('string');
    }
  }
  return { kind, type: types.size > 0 ? [...types].join(' | ') : 'void', page, item };
}

function typeOf(schema, at, mediaType) {
  const name = /^#\/components\/schemas\/(\w+)$/.exec(schema?.$ref ?? '')?.[1];
  return name ? `models.${name}` : `NonNullable<${at}>['content']['${mediaType}']`;
}

export function resolve(document, node) {
  if (!node?.$ref) return node ?? {};
  return node.$ref
    .slice(2)
    .split('/')
    .reduce((at, part) => at[part], document);
}

export function operationsFile(described) {
  const rows = described.map((operation) => {
    const { id, method, path, query, headers, idempotent, body, reply, page } = operation;
    const row = { id, method, path, query, idempotent, reply: reply.kind };
    if (headers.length > 0) row.headers = Object.fromEntries(headers.map((one) => [one.option, one.header]));
    if (body.json || body.multipart)
      row.body = [body.json && 'json', body.multipart && 'multipart'].filter(Boolean);
    if (page !== undefined) row.page = page;
    if (operation.public) row.public = true;
    return `${id}: ${JSON.stringify(row)},`;
  });
  return `import type { Operation } from '../operation';

/** Every operation of the API by its operationId. */
export const operations = {\n${rows.join('\n')}\n} as const satisfies Record<string, Operation>;

export type OperationId = keyof typeof operations;
`;
}
