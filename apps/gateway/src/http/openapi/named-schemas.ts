/** One name for one set of words: enums are components, and so is the open set of platforms. */
import {
  EVENT_TYPES,
  KNOWN_PLATFORMS,
  POST_GROUP_STATUSES,
  POST_STATUSES,
  PUBLISH_ERROR_CODES,
} from '@postern/core';
import { SCOPES } from '../auth/caller';
import { PROBLEM_CODES } from '../problem';
import { type Document, type Schema, schemaRef } from './document-types';
import { changeSchemas } from './walk-schemas';

const NAMED: Readonly<Record<string, { values: readonly string[]; description: string }>> = {
  PostStatus: { values: POST_STATUSES, description: 'Where a post stands.' },
  PostGroupStatus: {
    values: POST_GROUP_STATUSES,
    description: 'Where a group stands, derived from its posts.',
  },
  PublishErrorCode: {
    values: PUBLISH_ERROR_CODES,
    description: 'Why a post or a try failed; `/docs/errors/<code>` has a page about each.',
  },
  ProblemCode: {
    values: PROBLEM_CODES,
    description: 'Why the API refuses a request; `/docs/errors/<code>` has a page about each.',
  },
  Scope: {
    values: SCOPES,
    description: 'What a key may do. `admin` implies all of its workspace, `instance` implies all.',
  },
  EventType: { values: EVENT_TYPES, description: 'What happened.' },
};

const PLATFORM: Schema = {
  type: 'string',
  description: `A social network. An open set; known words: ${KNOWN_PLATFORMS.map(({ platform }) => `\`${platform}\``).join(', ')}.`,
  example: 'instagram',
};

/** Every closed set of words becomes a component; equal sets share one. */
export function nameEnums(document: Document): void {
  const { schemas } = document.components;
  const byWords = new Map<string, string>();
  for (const [name, { values }] of Object.entries(NAMED)) byWords.set(keyOf(values), name);
  for (const [name, schema] of Object.entries(schemas)) {
    if (schema.enum !== undefined && !byWords.has(keyOf(schema.enum))) byWords.set(keyOf(schema.enum), name);
  }
  const made: Record<string, Schema> = {};
  changeSchemas(document, (schema, place) => {
    const words = schema.enum?.filter((word) => word !== null) ?? [];
    if (words.length < 2 || place in schemas || isFlag(words)) return schema;
    const key = keyOf(words);
    const name = byWords.get(key) ?? nameFor(place, schemas, made);
    byWords.set(key, name);
    if (!(name in schemas)) made[name] ??= { type: 'string', enum: words };
    return referTo(name, schema);
  });
  Object.assign(schemas, made);
  for (const [name, { values, description }] of Object.entries(NAMED)) {
    if (name in schemas) schemas[name] = { type: 'string', enum: [...values], description };
  }
}

/** Members called `platform` are words of one open set. */
export function namePlatforms(document: Document): void {
  changeSchemas(document, (schema) => {
    const platform = schema.properties?.platform;
    if (platform === undefined || platform.enum !== undefined || !typesOf(platform).includes('string'))
      return schema;
    return { ...schema, properties: { ...schema.properties, platform: referTo('Platform', platform) } };
  });
  document.components.schemas.Platform = PLATFORM;
}

/** A reference in place of the schema, with its description, default and `null` where it had them. */
function referTo(name: string, schema: Schema): Schema {
  const { description, example, default: fallback } = schema;
  const said = {
    ...(description === undefined ? {} : { description }),
    ...(fallback === undefined ? {} : { default: fallback }),
    ...(example === undefined ? {} : { example }),
  };
  const reference = schemaRef(name);
  if (!typesOf(schema).includes('null') && !schema.enum?.includes(null)) return { ...reference, ...said };
  return { anyOf: [reference, { type: 'null' }], ...said };
}

export function typesOf(schema: Schema): string[] {
  return schema.type === undefined ? [] : [schema.type].flat();
}

const keyOf = (words: readonly unknown[]): string => [...words].map(String).sort().join('\n');

/** `true` and `false` of a query are words of no set. */
const isFlag = (words: readonly unknown[]): boolean => words.includes('true');

function nameFor(place: string, ...taken: Record<string, Schema>[]): string {
  const name = place
    .split('.')
    .map((part) => part.slice(0, 1).toUpperCase() + part.slice(1))
    .join('');
  return taken.some((names) => name in names) ? `${name}Word` : name;
}
