import { type Document, type Operation, operationsOf, type Parameter, type Schema } from './document-types';
import { EXAMPLES, exampleId, PARAMETER_DESCRIPTIONS } from './example-words';
import { composed, scalarExample } from './examples';
import { MAX_IDEMPOTENCY_KEY } from '../idempotency-key';

const LONGEST_ID = 64;

/** Gives each parameter a description and an example. */
export function describeParameters(document: Document): void {
  for (const { path, operation } of operationsOf(document)) {
    for (const parameter of operation.parameters ?? []) describe(document, parameter, path);
  }
}

/** Whether repeating the operation with the same key is answered with the first reply. */
export function isRepeatable(operation: Operation): boolean {
  return (operation.parameters ?? []).some((parameter) => parameter.name === 'Idempotency-Key');
}

function describe(document: Document, parameter: Parameter, path: string): void {
  const schema = (parameter.schema ??= { type: 'string' });
  if (parameter.in === 'path') {
    const thing = thingOf(path, parameter.name);
    parameter.description ??= `Id of the ${words(thing)}.`;
    if (schema.$ref === undefined) schema.maxLength ??= LONGEST_ID;
    parameter.example ??= schema.example ?? exampleId(thing) ?? scalarExample(schema);
  }
  if (parameter.name === 'Idempotency-Key') {
    Object.assign(schema, { minLength: 1, maxLength: MAX_IDEMPOTENCY_KEY });
    parameter.example ??= 'order-4711';
  }
  parameter.description ??= schema.description ?? PARAMETER_DESCRIPTIONS[parameter.name];
  parameter.example ??= exampleOf(document, parameter.name, schema);
  delete schema.example;
}

function exampleOf(document: Document, name: string, schema: Schema): unknown {
  if (schema.example !== undefined) return schema.example;
  if (schema.items !== undefined) return [exampleOf(document, name === 'id' ? 'postId' : name, schema.items)];
  if (schema.$ref !== undefined) return composed(document, schema);
  return exampleId(name) ?? (schema.type === 'string' ? EXAMPLES[name] : undefined) ?? scalarExample(schema);
}

/** `Post` for `{id}` of `/v1/posts/{id}/retry`; `Connection` for `{connectionId}`. */
function thingOf(path: string, name: string): string {
  if (name !== 'id') return capital(name.replace(/Id$/, ''));
  const segments = path.split('/');
  const collection = segments[segments.indexOf('{id}') - 1] ?? '';
  const singular = collection.replace(/ies$/, 'y').replace(/s$/, '');
  return singular.split('-').map(capital).join('');
}

const capital = (word: string): string => word.slice(0, 1).toUpperCase() + word.slice(1);

const words = (name: string): string =>
  name
    .replace(/[A-Z]/g, (letter, index) => `${index === 0 ? '' : ' '}${letter.toLowerCase()}`)
    .replace('api key', 'API key');
