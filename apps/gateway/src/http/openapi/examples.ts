/** An example for every member and every body, made of those that the DTOs give. */
import type { Document, MediaType, Schema } from './document-types';
import { nameOf, operationsOf } from './document-types';
import { EXAMPLE_TIME, EXAMPLES, exampleId } from './example-words';
import { typesOf } from './named-schemas';

/** Gives each member of a component an example, unless it is composed of others that have one. */
export function exampleMembers(document: Document): void {
  for (const [owner, schema] of Object.entries(document.components.schemas)) {
    for (const [name, member] of Object.entries(schema.properties ?? {})) {
      if (member.example !== undefined) continue;
      const given = givenExample(owner, name, member);
      if (given !== undefined) member.example = given;
      else if (isScalar(member)) member.example = scalarExample(member);
    }
  }
}

/** Gives each JSON body that is no problem an example, kept once for each component. */
export function exampleBodies(document: Document): void {
  const examples = (document.components.examples ??= {});
  for (const { operation } of operationsOf(document)) {
    const replies = Object.values(operation.responses);
    const contents = [operation.requestBody?.content, ...replies.map((response) => response.content)];
    for (const [type, media] of contents.flatMap((content) => Object.entries(content ?? {}))) {
      if (type === 'application/json') exampleBody(document, media, examples);
    }
  }
}

function exampleBody(
  document: Document,
  media: MediaType,
  examples: Record<string, { value: unknown }>,
): void {
  if (media.schema === undefined || media.example !== undefined || media.examples !== undefined) return;
  const value = composed(document, media.schema);
  if (media.schema.$ref === undefined) {
    media.example = value;
    return;
  }
  const name = nameOf(media.schema.$ref);
  examples[name] ??= { value };
  media.examples = { [name]: { $ref: `#/components/examples/${name}` } };
}

/** A value of the schema, from the examples in it. */
export function composed(document: Document, schema: Schema): unknown {
  if (schema.example !== undefined) return schema.example;
  if (schema.$ref !== undefined) {
    const component = document.components.schemas[nameOf(schema.$ref)];
    return component === undefined ? null : composed(document, component);
  }
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined) {
    return choices.some((choice) => choice.type === 'null') ? null : composed(document, choices[0] ?? {});
  }
  if (schema.properties !== undefined) {
    const members = Object.entries(schema.properties).filter(([, member]) => member.deprecated !== true);
    return Object.fromEntries(members.map(([name, member]) => [name, composed(document, member)]));
  }
  if (schema.items !== undefined && typesOf(schema).includes('array'))
    return [composed(document, schema.items)];
  return typesOf(schema).includes('object') ? {} : scalarExample(schema);
}

function givenExample(owner: string, name: string, member: Schema): unknown {
  const own = EXAMPLES[`${owner}.${name}`];
  if (own !== undefined) return own;
  if (!typesOf(member).includes('string') && !(name in EXAMPLES && typesOf(member).includes('object')))
    return undefined;
  const id = exampleId(name === 'id' ? owner : name);
  if (id !== null && (name === 'id' || name.endsWith('Id'))) return id;
  if (member.format === 'date-time' || member.enum !== undefined) return undefined;
  const shared = EXAMPLES[name];
  return shared === null && !typesOf(member).includes('null') ? undefined : shared;
}

function isScalar(schema: Schema): boolean {
  const types = typesOf(schema);
  return types.length > 0 && !types.includes('object') && !types.includes('array');
}

export function scalarExample(schema: Schema): unknown {
  if (schema.default !== undefined) return schema.default;
  const word = schema.enum?.find((value) => value !== null);
  if (word !== undefined) return word;
  const types = typesOf(schema);
  if (types.includes('boolean')) return true;
  if (types.includes('integer') || types.includes('number'))
    return types.includes('null') ? null : (schema.minimum ?? 1);
  if (schema.format === 'date-time') return EXAMPLE_TIME;
  if (types.includes('null')) return null;
  return schema.format === 'uri' ? 'https://example.com/' : 'text';
}
