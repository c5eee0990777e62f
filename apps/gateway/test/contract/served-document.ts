/** The served OpenAPI document, ready to make requests from and to check replies against. */
import { createRequire } from 'node:module';
import {
  type Document,
  operationsOf,
  type PlacedOperation,
  type Response,
  type Schema,
} from '../../src/http/openapi/document-types';

interface Validate {
  (value: unknown): boolean;
  errors?: unknown;
}

interface Ajv {
  addSchema(schema: unknown, name: string): void;
  compile(schema: unknown): Validate;
}

export interface ServedDocument {
  operations: PlacedOperation[];
  /** The schema itself, whatever references lead to it. */
  schemaOf(schema: Schema): Schema;
  /** What the operation says of a status; `undefined` where it says nothing. */
  responseOf(placed: PlacedOperation, status: number): Response | undefined;
  /** What is wrong with a body of a reply; `null` where it is as described. */
  flawOf(placed: PlacedOperation, status: number, type: string, body: unknown): unknown;
}

export function readServed(document: Document): ServedDocument {
  const ajv = newAjv();
  ajv.addSchema(closed(document), 'api');
  const validators = new Map<string, Validate>();
  const component = (section: 'schemas' | 'responses', ref: string) =>
    document.components[section]?.[ref.slice(ref.lastIndexOf('/') + 1)];
  const schemaOf = (schema: Schema): Schema =>
    schema.$ref === undefined ? schema : schemaOf(component('schemas', schema.$ref) as Schema);
  const responseOf: ServedDocument['responseOf'] = ({ operation }, status) => {
    const response = operation.responses[String(status)];
    return response?.$ref === undefined ? response : (component('responses', response.$ref) as Response);
  };
  return {
    operations: operationsOf(document),
    schemaOf,
    responseOf,
    flawOf: (placed, status, type, body) => {
      const { $ref } = placed.operation.responses[String(status)] as Response;
      const steps = $ref
        ? $ref.slice(2).split('/')
        : ['paths', placed.path, placed.method, 'responses', String(status)];
      const pointer = `api#/${[...steps, 'content', type, 'schema'].map(escaped).join('/')}`;
      let validate = validators.get(pointer);
      if (validate === undefined) validators.set(pointer, (validate = ajv.compile({ $ref: pointer })));
      return validate(body) ? null : validate.errors;
    },
  };
}

const escaped = (step: string) => encodeURIComponent(step.replaceAll('~', '~0').replaceAll('/', '~1'));

/** The validator for JSON Schema 2020-12 that Fastify brings. */
function newAjv(): Ajv {
  const ofFastify = createRequire(require.resolve('fastify'));
  const ofCompiler = createRequire(ofFastify.resolve('@fastify/ajv-compiler'));
  const { Ajv2020 } = ofCompiler('ajv/dist/2020') as { Ajv2020: new (options: object) => Ajv };
  const formats = ofCompiler('ajv-formats') as (ajv: Ajv) => void;
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  formats(ajv);
  return ajv;
}

/** Objects with named properties hold no others: what is served but not described is then an error, too. */
function closed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(closed);
  if (typeof value !== 'object' || value === null) return value;
  const copy = Object.fromEntries(Object.entries(value).map(([key, member]) => [key, closed(member)]));
  const isObject = [copy.type].flat().includes('object');
  if (typeof copy.properties === 'object' && isObject) copy.additionalProperties ??= false;
  return copy;
}
