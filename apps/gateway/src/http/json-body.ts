import { isUtf8 } from 'node:buffer';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { takesBytes } from './byte-routes';
import { BODY_LIMIT_BYTES, MAX_JSON_DEPTH, MAX_JSON_VALUES } from './limits';
import { type Issue, problem } from './problem';

/** The bytes as they came, for whoever checks a signature over them. */
export function rawBodyOf(request: FastifyRequest): Buffer {
  return rawBodies.get(request) ?? Buffer.alloc(0);
}

const rawBodies = new WeakMap<FastifyRequest, Buffer>();

/** JSON is the only body that is read; an empty one counts as none. */
export function parseJsonBodies(fastify: FastifyInstance): void {
  fastify.removeAllContentTypeParsers();
  // Refuses `__proto__` and `constructor.prototype`, which merging code could trip over.
  const parse = fastify.getDefaultJsonParser('error', 'error');
  fastify.addContentTypeParser<Buffer>(
    'application/json',
    { parseAs: 'buffer', bodyLimit: BODY_LIMIT_BYTES },
    (request, bytes, done) => {
      rawBodies.set(request, bytes);
      if (bytes.length === 0 || takesBytes(request)) return done(null, undefined);
      if (!isUtf8(bytes)) return done(problem.malformed('The body is not valid UTF-8.'));
      void parse(request, bytes.toString('utf8'), (error, value: unknown) => {
        if (error) return done(problem.malformed(`The body is not valid JSON: ${error.message}`));
        const issue = flawOf(value);
        return issue ? done(problem.validation([issue])) : done(null, value);
      });
    },
  );
}

interface Visit {
  value: unknown;
  path: string;
  depth: number;
}

/**
 * What JSON can hold and the database cannot: a NUL character, half a surrogate pair, a number too large for a
 * double; and nesting and numbers of values that only an attacker needs. Walks without recursion, so that
 * depth costs no stack.
 */
export function flawOf(body: unknown): Issue | null {
  const open: Visit[] = [{ value: body, path: '', depth: 0 }];
  let values = 0;
  for (let visit = open.pop(); visit; visit = open.pop()) {
    const { value, path, depth } = visit;
    if (typeof value === 'string' && !isStorable(value)) return unstorable(path);
    if (typeof value === 'number' && !Number.isFinite(value)) {
      // It would be stored as null.
      return { path: path.slice(0, 200), rule: 'number.finite', message: 'The number is too large.' };
    }
    if (typeof value !== 'object' || value === null) continue;
    if (depth >= MAX_JSON_DEPTH) {
      const message = `The body is nested deeper than ${MAX_JSON_DEPTH} levels.`;
      return { path: path.slice(0, 200), rule: 'max_depth', message };
    }
    const members = Object.entries(value) as [string, unknown][];
    values += members.length;
    if (values > MAX_JSON_VALUES) {
      const message = `The body holds more than ${MAX_JSON_VALUES} values.`;
      return { path: '', rule: 'max_values', message };
    }
    for (const [key, member] of members) {
      const step = Array.isArray(value) ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`;
      if (!isStorable(key)) return unstorable(path);
      open.push({ value: member, path: step, depth: depth + 1 });
    }
  }
  return null;
}

/** Whether Postgres takes the text: no NUL character, no half of a surrogate pair. */
export function isStorable(text: string): boolean {
  return !UNSTORABLE.test(text);
}

// eslint-disable-next-line no-control-regex -- the NUL character is what is looked for
const UNSTORABLE = /\u0000|\p{Surrogate}/u;

function unstorable(path: string): Issue {
  const message = 'The text holds a NUL character or half of a surrogate pair.';
  return { path: path.slice(0, 200), rule: 'text.well_formed', message };
}
