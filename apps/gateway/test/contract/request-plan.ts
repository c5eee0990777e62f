/** Requests for an operation: right, almost right, and hostile. A plan is plain data, so that it can be shrunk. */
import fc from 'fast-check';
import type { Parameter, PlacedOperation, Schema } from '../../src/http/openapi/document-types';
import { nearly, ODD_NAMES, oddBytes, oddText, oddValue } from './hostile';
import { fromPool, type Surroundings, valid } from './valid';

export type KeyKind = 'all' | 'reading' | 'none' | 'garbage';

export interface RequestPlan {
  key: KeyKind;
  /** By parameter; values of the pool are taken when it is sent. */
  path: Record<string, unknown>;
  query: [string, unknown][];
  headers: Record<string, unknown>;
  body: BodyPlan;
}

export type BodyPlan =
  | { kind: 'none' }
  | { kind: 'json'; value: unknown }
  | { kind: 'bytes'; type: string | null; text: string }
  | { kind: 'form'; parts: FormPart[] };

export interface FormPart {
  name: string;
  value: unknown;
  /** Of a file; `null` for a field. */
  filename: string | null;
  type: string | null;
}

const JSON_TYPE = 'application/json';
const FORM_TYPE = 'multipart/form-data';

export function planFor(
  { path, method, operation }: PlacedOperation,
  around: Surroundings,
): fc.Arbitrary<RequestPlan> {
  const parameters = operation.parameters ?? [];
  const of = (place: Parameter['in']) => parameters.filter((parameter) => parameter.in === place);
  const contents = Object.entries(operation.requestBody?.content ?? {});
  const bodies = contents.map(([type, media]) =>
    bodyOf(type, media.schema ?? {}, around, around.bodies[operation.operationId ?? '']),
  );
  return fc.record({
    key: fc.oneof(
      { weight: 90, arbitrary: fc.constant<KeyKind>('all') },
      { weight: 10, arbitrary: fc.constantFrom<KeyKind>('reading', 'none', 'garbage') },
    ),
    path: fc.record(
      Object.fromEntries(of('path').map(({ name }) => [name, pathValue(path, name, operation.operationId)])),
    ),
    query: queryOf(of('query'), around),
    headers: headersOf(of('header'), around),
    body:
      bodies.length > 0
        ? fc.oneof({ weight: 9, arbitrary: fc.oneof(...bodies) }, { weight: 1, arbitrary: oddBody(around) })
        : method === 'get'
          ? fc.constant<BodyPlan>({ kind: 'none' })
          : fc.oneof(
              { weight: 9, arbitrary: fc.constant<BodyPlan>({ kind: 'none' }) },
              { weight: 1, arbitrary: oddBody(around) },
            ),
  });
}

/** By the collection before it, `conn` for `/v1/connections/{id}`. */
const COLLECTIONS: Readonly<Record<string, string>> = {
  accounts: 'acct',
  'api-keys': 'key',
  connections: 'conn',
  imports: 'imp',
  manifests: 'man',
  'manifest-presets': 'preset',
  media: 'med',
  'post-groups': 'pg',
  posts: 'post',
  'webhook-endpoints': 'we',
  'webhook-deliveries': 'whd',
  workspaces: 'ws',
  hooks: 'conn',
};

/** Commands mean something only where a post or group stands; `kept`: nobody deletes it. */
const STATUSES = ['draft', 'scheduled', 'failed', 'unknown', 'published', 'partially_published'];
const STATUSES_OF: Readonly<Record<string, readonly string[]>> = {
  publishPostGroup: ['draft'],
  replayWebhookEndpoint: ['kept'],
  reschedulePost: ['scheduled'],
  reschedulePostGroup: ['scheduled'],
  resolvePost: ['unknown'],
  retryPost: ['failed'],
  retryPostGroup: ['failed', 'partially_published'],
  rotateWebhookEndpointSecret: ['kept'],
  testWebhookEndpoint: ['kept'],
  updatePostGroup: ['draft', 'scheduled'],
};

function pathValue(path: string, name: string, operationId = ''): fc.Arbitrary<unknown> {
  const segments = path.split('/');
  const kind = COLLECTIONS[segments[segments.indexOf(`{${name}}`) - 1] ?? ''] ?? 'post';
  return fc.oneof(
    { weight: 6, arbitrary: fromPool(kind) },
    {
      weight: 10,
      arbitrary: fc
        .constantFrom(...(STATUSES_OF[operationId] ?? STATUSES))
        .chain((status) => fromPool(kind, status)),
    },
    { weight: 1, arbitrary: fromPool('acct') },
    { weight: 1, arbitrary: fc.constant(`${kind}_01jd0000000000000000000000`) },
    // An empty part would be another address.
    { weight: 2, arbitrary: oddText.map((text) => text || 'x') },
  );
}

function queryOf(parameters: Parameter[], around: Surroundings): fc.Arbitrary<[string, unknown][]> {
  const given = parameters.map(({ name, schema = {} }) =>
    fc.tuple<[string, unknown]>(
      fc.constant(name),
      fc.oneof({ weight: 8, arbitrary: valid(schema, around, name) }, { weight: 1, arbitrary: oddText }),
    ),
  );
  const strange = fc.tuple<[string, unknown]>(fc.constantFrom(...ODD_NAMES, 'unknown'), oddText);
  const one =
    given.length === 0
      ? strange
      : fc.oneof({ weight: 30, arbitrary: fc.oneof(...given) }, { weight: 1, arbitrary: strange });
  return fc.oneof(
    { weight: 1, arbitrary: fc.constant<[string, unknown][]>([]) },
    { weight: given.length === 0 ? 0 : 3, arbitrary: fc.array(one, { maxLength: 4 }) },
  );
}

/** What a header can carry at all: Node refuses to send the rest. */
const headerText = fc.stringMatching(/^[\x20-\x7e]{0,60}$/);

function headersOf(parameters: Parameter[], around: Surroundings): fc.Arbitrary<Record<string, unknown>> {
  const headers: Record<string, fc.Arbitrary<unknown>> = { 'x-request-id': headerText };
  for (const { name, schema = {} } of parameters) {
    headers[name.toLowerCase()] = fc.oneof(
      { weight: 15, arbitrary: headerOf(name, schema, around) },
      { weight: 1, arbitrary: headerText },
    );
  }
  return fc.record(headers, { requiredKeys: [] });
}

function headerOf(name: string, schema: Schema, around: Surroundings): fc.Arbitrary<unknown> {
  switch (name.toLowerCase()) {
    case 'idempotency-key':
      // Few of them, so that they meet again; one that is too long.
      return fc.oneof(
        { weight: 20, arbitrary: fc.nat({ max: 60 }).map((key) => `key-${key}`) },
        { weight: 1, arbitrary: fc.constantFrom('', 'k'.repeat(256)) },
      );
    case 'if-match':
      return fc.oneof(
        { weight: 6, arbitrary: fc.constantFrom('*', '"1", "2", "3", "4", "5", "6"') },
        { weight: 2, arbitrary: fc.integer({ min: 0, max: 4 }).map((version) => `"${version}"`) },
        { weight: 1, arbitrary: fc.constantFrom('1', 'W/"1"', '"x"') },
      );
    default:
      return valid(schema, around, name).map((value) =>
        typeof value === 'string' ? value.replace(/[^\x20-\x7e]/g, '') : value,
      );
  }
}

function bodyOf(
  type: string,
  schema: Schema,
  around: Surroundings,
  likely: fc.Arbitrary<unknown> | undefined,
): fc.Arbitrary<BodyPlan> {
  if (type === FORM_TYPE) return formOf(schema, around);
  const allowed = valid(schema, around);
  const right = likely === undefined ? allowed : fc.oneof(likely, allowed);
  return fc
    .oneof({ weight: 6, arbitrary: right }, { weight: 4, arbitrary: nearly(right) })
    .map((value) => ({ kind: 'json', value }) as const);
}

function oddBody(around: Surroundings): fc.Arbitrary<BodyPlan> {
  const types = [
    JSON_TYPE,
    'text/plain',
    'application/x-www-form-urlencoded',
    `${FORM_TYPE}; boundary=x`,
    FORM_TYPE,
    'x',
    null,
  ];
  return fc.oneof(
    fc.record({ kind: fc.constant('bytes' as const), type: fc.constantFrom(...types), text: oddBytes }),
    fc.record({ kind: fc.constant('bytes' as const), type: fc.constant(JSON_TYPE), text: oddBytes }),
    oddValue.map((value) => ({ kind: 'json', value }) as const),
    fc.constant<BodyPlan>({ kind: 'none' }),
    formOf({ properties: { file: {} } }, around),
  );
}

function formOf(schema: Schema, around: Surroundings): fc.Arbitrary<BodyPlan> {
  const names = ['file', ...Object.keys(around.schemaOf(schema).properties ?? {})];
  const name = fc.oneof(
    { weight: 9, arbitrary: fc.constantFrom(...names) },
    { weight: 1, arbitrary: fc.constantFrom('extra', '__proto__', '') },
  );
  const file = fc.record({
    name: fc.oneof({ weight: 5, arbitrary: fc.constant('file') }, { weight: 1, arbitrary: name }),
    value: fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom(...(around.known['file'] ?? [''])) },
      { weight: 1, arbitrary: fc.string({ maxLength: 200 }) },
    ),
    filename: fc.constantFrom('a.jpg', 'b.png', 'c.mp4', '../../x', 'ü"\\.txt', ''),
    type: fc.constantFrom(
      'image/jpeg',
      'image/png',
      'video/mp4',
      'text/html',
      'application/octet-stream',
      '',
    ),
  });
  const field = fc.record({
    name,
    value: fc.oneof(fc.string({ maxLength: 30 }), oddText),
    filename: fc.constant(null),
    type: fc.constant(null),
  });
  const parts = fc.oneof(
    { weight: 6, arbitrary: file.map((one) => [one]) },
    { weight: 3, arbitrary: fc.array(fc.oneof(file, field), { maxLength: 4 }) },
  );
  return parts.map((given) => ({ kind: 'form', parts: given }) as const);
}
