/** Values that a JSON Schema of the document allows, with ids and addresses that exist where that is likely. */
import fc from 'fast-check';
import type { Schema } from '../../src/http/openapi/document-types';
import { FromPool } from './pool';

export interface Surroundings {
  schemaOf(schema: Schema): Schema;
  /** Credentials and the like, by `Component.member` or member: what no schema can know. */
  known: Readonly<Record<string, readonly unknown[]>>;
  /** Bodies that most likely succeed, by operation: the schema does not say what a platform takes. */
  bodies: Readonly<Record<string, fc.Arbitrary<unknown>>>;
}

const PREFIXES: Readonly<Record<string, string>> = {
  accountId: 'acct',
  connectionId: 'conn',
  endpointId: 'we',
  groupId: 'pg',
  keyId: 'key',
  manifestId: 'man',
  mediaId: 'med',
  postId: 'post',
  workspaceId: 'ws',
};

const pick = fc.nat({ max: 1_000 });

/** One of the ids that exist; where there is one, one whose thing was last seen with that status. */
export function fromPool(kind: string, status?: string): fc.Arbitrary<unknown> {
  return pick.map((which) => new FromPool(kind, which, status));
}

export function valid(given: Schema, around: Surroundings, name = ''): fc.Arbitrary<unknown> {
  const own = ownValues(given, around, name);
  if (own !== null) return own;
  const schema = around.schemaOf(given);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined) return fc.oneof(...choices.map((choice) => valid(choice, around, name)));
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  if ('const' in schema) return fc.constant(schema.const);
  const types = schema.type === undefined ? [] : [schema.type].flat();
  if (types.length === 0) return fc.jsonValue({ maxDepth: 1 });
  return fc.oneof(...types.map((type) => ofType(type, schema, around, name)));
}

/** By name: an id that exists, a time that is likely, an address that answers. */
function ownValues(schema: Schema, { known }: Surroundings, name: string): fc.Arbitrary<unknown> | null {
  const values = known[name];
  if (values !== undefined) return fc.constantFrom(...values);
  const prefix = PREFIXES[name];
  if (prefix !== undefined) return fc.oneof({ weight: 9, arbitrary: fromPool(prefix) }, text(schema));
  if (name === 'cursor') return fromPool('cursor');
  return null;
}

function ofType(type: string, schema: Schema, around: Surroundings, name: string): fc.Arbitrary<unknown> {
  switch (type) {
    case 'null':
      return fc.constant(null);
    case 'boolean':
      return fc.boolean();
    case 'integer':
      return fc.integer(range(schema));
    case 'number':
      return fc.double({ ...range(schema), noNaN: true });
    case 'array':
      return arrayOf(schema, around, name);
    case 'object':
      return objectOf(schema, around);
    default:
      return text(schema);
  }
}

function range(schema: Schema): { min: number; max: number } {
  const min = schema.minimum ?? -5;
  return { min, max: typeof schema.maximum === 'number' ? schema.maximum : Math.max(min, 1_000) };
}

function arrayOf(schema: Schema, around: Surroundings, name: string): fc.Arbitrary<unknown> {
  const minLength = (schema.minItems as number | undefined) ?? 0;
  const maxLength = Math.min((schema.maxItems as number | undefined) ?? 3, minLength + 3);
  const items = valid(schema.items ?? {}, around, name);
  if (schema.uniqueItems !== true) return fc.array(items, { minLength, maxLength });
  return fc.uniqueArray(items, { minLength, maxLength, selector: (item) => JSON.stringify(item) });
}

function objectOf(schema: Schema, around: Surroundings): fc.Arbitrary<unknown> {
  const { properties } = schema;
  if (properties === undefined)
    return fc.dictionary(fc.string({ maxLength: 8 }), fc.jsonValue({ maxDepth: 1 }), { maxKeys: 3 });
  const members = Object.entries(properties).map(
    ([name, member]) => [name, valid(member, around, name)] as const,
  );
  return fc.record(Object.fromEntries(members), { requiredKeys: schema.required ?? [] });
}

/** Times around now, some far away; the past is allowed by the schema and refused by some rules. */
const instant = fc
  .oneof(fc.integer({ min: -86_400, max: 86_400 }), fc.integer({ min: 60, max: 300 * 86_400 }))
  .map((seconds) => new Date(Date.now() + seconds * 1000).toISOString());

function text(schema: Schema): fc.Arbitrary<unknown> {
  const minLength = schema.minLength ?? 0;
  const maxLength = Math.min((schema.maxLength as number | undefined) ?? 40, minLength + 40);
  switch (schema.format) {
    case 'date-time':
      return instant;
    case 'uri':
      return fc.constantFrom(
        'http://127.0.0.1:9/a.jpg',
        'http://10.1.2.3/b.png',
        'http://[::1]/c',
        'http://127.0.0.1:9/',
      );
    case 'email':
      return fc.constantFrom('somebody@example.com');
    default:
      break;
  }
  if (typeof schema.pattern === 'string') return fc.stringMatching(new RegExp(schema.pattern));
  return fc.string({ unit: 'grapheme', minLength, maxLength });
}
