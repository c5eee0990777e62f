/** Checks and splits a connection's configuration by its provider's `configSchema`. */
import { createContext, Script } from 'node:vm';
import type { ConfigProperty, ConfigSchema, JsonObject } from '@postern/core';
import type { AddressGuard } from '@postern/provider-kit';
import type { Issue } from '../http/problem';

const MAX_LENGTH = 4096;
const MAX_ITEMS = 20;
const PATTERN_MS = 250;
/** For all values of one check together: they are tried where others wait. */
const PATTERNS_MS = 1_000;
const TEST = new Script(`new RegExp(pattern, 'u').test(value)`);
const ASKED: { pattern: string; value: string } = { pattern: '', value: '' };
/** Made once: that takes longer than most patterns do. */
const PLACE = createContext(ASKED);

/** `given` with the schema's defaults where nothing is given. */
export function withDefaults(schema: ConfigSchema, given: JsonObject): JsonObject {
  const filled: JsonObject = { ...given };
  for (const [name, property] of Object.entries(schema.properties)) {
    if (filled[name] === undefined && property.default !== undefined) filled[name] = property.default;
  }
  return filled;
}

/** `given` over `stored`, property by property; `null` removes one. */
export function merged(stored: JsonObject, given: JsonObject): JsonObject {
  const all = { ...stored, ...given };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null));
}

/**
 * Every rule that `credentials` breaks, with paths such as `credentials.apiKey`. Values are never quoted.
 *
 * @param author whose schema it is: a workspace's patterns have a deadline, since they may take for ever
 */
export function issuesOfCredentials(
  schema: ConfigSchema,
  credentials: JsonObject,
  guard: AddressGuard,
  author: 'build' | 'workspace',
): Issue[] {
  const issues: Issue[] = [];
  // A deadline by the clock refuses good values where the machine is busy, so what is trusted has none.
  const patience: Patience | null = author === 'build' ? null : { ms: PATTERNS_MS };
  for (const name of Object.keys(credentials)) {
    if (!Object.hasOwn(schema.properties, name)) {
      issues.push(issue(name, 'unknown_field', `${name} is not a known field`));
    }
  }
  for (const [name, property] of Object.entries(schema.properties)) {
    const value = credentials[name];
    if (value === undefined) {
      if (schema.required.includes(name)) issues.push(issue(name, 'required', `${name} is required`));
    } else {
      issues.push(...issuesOfValue(name, property, value, { guard, patience }));
    }
  }
  return issues;
}

/** The part that is no secret, as the API shows it. */
export function settingsOf(schema: ConfigSchema, credentials: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(credentials).filter(([name]) => schema.properties[name]?.writeOnly !== true),
  );
}

/** Every secret value, for redaction. */
export function secretsOf(schema: ConfigSchema, credentials: JsonObject): string[] {
  return Object.entries(credentials)
    .filter(([name]) => schema.properties[name]?.writeOnly === true)
    .flatMap(([, value]) => stringsOf(value));
}

/** What inbound webhooks are signed with: by convention, the property `webhookSecrets`. */
export function webhookSecretsOf(credentials: JsonObject): string[] {
  return stringsOf(credentials.webhookSecrets);
}

function stringsOf(value: unknown): string[] {
  const values: unknown[] = Array.isArray(value) ? value : [value];
  return values.filter((item): item is string => typeof item === 'string' && item !== '');
}

/** Milliseconds that are left. */
interface Patience {
  ms: number;
}

interface Means {
  guard: AddressGuard;
  /** `null` = without end. */
  patience: Patience | null;
}

function issuesOfValue(name: string, property: ConfigProperty, value: unknown, means: Means): Issue[] {
  switch (property.type) {
    case 'string':
      return issuesOfText(name, name, property, value, means);
    case 'array': {
      if (!Array.isArray(value)) return [issue(name, 'array', `${name} must be an array`)];
      if (value.length > MAX_ITEMS) {
        return [issue(name, 'max_items', `${name} must have at most ${MAX_ITEMS} items`)];
      }
      return value.flatMap((item, index) => issuesOfText(`${name}[${index}]`, name, property, item, means));
    }
  }
}

function issuesOfText(
  place: string,
  name: string,
  property: ConfigProperty,
  value: unknown,
  { guard, patience }: Means,
): Issue[] {
  if (typeof value !== 'string') return [issue(place, 'string', `${name} must be a string`)];
  if (value === '') return [issue(place, 'not_empty', `${name} must not be empty`)];
  if (value.length > MAX_LENGTH) {
    return [issue(place, 'max_length', `${name} must have at most ${MAX_LENGTH} characters`)];
  }
  if (property.pattern !== undefined) {
    const verdict =
      patience === null ? trusted(property.pattern, value) : fits(property.pattern, value, patience);
    if (verdict === 'no')
      return [issue(place, 'pattern', `${name} does not have the form ${property.pattern}`)];
    if (verdict === 'too_slow') {
      return [
        issue(
          place,
          'pattern.time',
          `Whether ${name} has the form ${property.pattern} takes too long to tell`,
        ),
      ];
    }
  }
  if (property.format === 'uri') {
    if (!URL.canParse(value)) return [issue(place, 'url', `${name} must be an absolute address`)];
    const verdict = guard.check(value);
    if (!verdict.ok) return [issue(place, 'address.public', verdict.reason)];
  }
  return [];
}

type Fit = 'yes' | 'no' | 'too_slow';

function trusted(pattern: string, value: string): Fit {
  return new RegExp(pattern, 'u').test(value) ? 'yes' : 'no';
}

/** A workspace's own pattern may take for ever over the wrong text. */
function fits(pattern: string, value: string, patience: Patience): Fit {
  const timeout = Math.min(PATTERN_MS, Math.floor(patience.ms));
  if (timeout < 1) return 'too_slow';
  const startedAt = performance.now();
  Object.assign(ASKED, { pattern, value });
  try {
    return TEST.runInContext(PLACE, { timeout }) === true ? 'yes' : 'no';
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return 'too_slow';
    throw error;
  } finally {
    // A secret is not left lying about.
    ASKED.value = '';
    patience.ms -= performance.now() - startedAt;
  }
}

function issue(place: string, rule: string, message: string): Issue {
  return { path: `credentials.${place}`, rule, message };
}
