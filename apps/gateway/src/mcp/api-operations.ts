/** The operations of the served OpenAPI document, as far as a tool needs to know them. */

export type JsonSchema = Record<string, unknown>;

export interface ApiOperation {
  operationId: string;
  method: string;
  /** With its placeholders: `/v1/posts/{id}`. */
  path: string;
  /** Scope that a key needs; `null` where the document names none. */
  scope: string | null;
  query: { name: string; required: boolean; schema: JsonSchema; description?: string }[];
  /** Schema of the JSON body; `null` = none. */
  body: JsonSchema | null;
  /** Whether the caller may name an idempotency key. */
  repeatable: boolean;
  /** Schema of the first successful reply. */
  reply: JsonSchema | null;
}

interface OpenApiParameter {
  name: string;
  in: string;
  required?: boolean;
  description?: string;
  schema?: JsonSchema;
}

interface OpenApiOperation {
  operationId?: string;
  parameters?: OpenApiParameter[];
  requestBody?: { content?: Record<string, { schema?: JsonSchema }> };
  responses?: Record<string, { content?: Record<string, { schema?: JsonSchema }> }>;
  'x-required-scope'?: string;
}

export interface OpenApiDocument {
  paths: Record<string, Record<string, OpenApiOperation>>;
  components?: { schemas?: Record<string, JsonSchema> };
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];
const JSON_TYPE = 'application/json';

export function operationsOf(document: OpenApiDocument): Map<string, ApiOperation> {
  const operations = Object.entries(document.paths).flatMap(([path, item]) =>
    METHODS.flatMap((method): ApiOperation[] => {
      const operation = item[method];
      return operation?.operationId === undefined ? [] : [describe(path, method, operation)];
    }),
  );
  return new Map(operations.map((operation) => [operation.operationId, operation]));
}

function describe(path: string, method: string, operation: OpenApiOperation): ApiOperation {
  const parameters = operation.parameters ?? [];
  const success = Object.entries(operation.responses ?? {}).find(([status]) => status.startsWith('2'));
  return {
    operationId: operation.operationId ?? '',
    method: method.toUpperCase(),
    path,
    scope: operation['x-required-scope'] ?? null,
    query: parameters
      .filter((parameter) => parameter.in === 'query')
      .map(({ name, required, schema, description }) => ({
        name,
        required: required === true,
        schema: schema ?? {},
        description,
      })),
    body: operation.requestBody?.content?.[JSON_TYPE]?.schema ?? null,
    repeatable: parameters.some(
      ({ in: place, name }) => place === 'header' && /^idempotency-key$/i.test(name),
    ),
    reply: success?.[1].content?.[JSON_TYPE]?.schema ?? null,
  };
}

const COMPONENT = '#/components/schemas/';

/**
 * The schema on its own: what it refers to comes along under `$defs`, since a tool's schema stands alone.
 *
 * @returns a schema whose top level is an object with its properties spelled out
 */
export function standalone(schema: JsonSchema, components: Record<string, JsonSchema>): JsonSchema {
  const defs: Record<string, JsonSchema> = {};
  const root = relocated(resolved(schema, components), components, defs) as JsonSchema;
  return Object.keys(defs).length > 0 ? { ...root, $defs: defs } : root;
}

/** What a reference to a component refers to. */
export function resolved(schema: JsonSchema, components: Record<string, JsonSchema>): JsonSchema {
  const target = componentOf(schema);
  if (target === null) return schema;
  return resolved(components[target] ?? {}, components);
}

function componentOf(schema: JsonSchema): string | null {
  const { $ref: reference } = schema;
  return typeof reference === 'string' && reference.startsWith(COMPONENT)
    ? reference.slice(COMPONENT.length)
    : null;
}

function relocated(
  value: unknown,
  components: Record<string, JsonSchema>,
  defs: Record<string, JsonSchema>,
): unknown {
  if (Array.isArray(value)) return value.map((item) => relocated(item, components, defs));
  if (typeof value !== 'object' || value === null) return value;
  const name = componentOf(value as JsonSchema);
  if (name !== null) {
    if (!(name in defs)) {
      // Named before it is filled, so that a schema may speak of itself.
      defs[name] = {};
      defs[name] = relocated(components[name] ?? {}, components, defs) as JsonSchema;
    }
    return { ...value, $ref: `#/$defs/${name}` };
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, relocated(member, components, defs)]),
  );
}
