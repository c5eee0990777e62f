/**
 * A provider's config schema as fields of a form, what was entered as the API's body, and the API's complaints back
 * at their fields. Nothing here knows a provider: whatever its schema asks for is drawn.
 */

/** `json`: what has no control of its own is entered as JSON. */
export type FieldKind = 'text' | 'address' | 'choice' | 'number' | 'switch' | 'list' | 'json';

export interface ConfigField {
  /** Within the credentials; longer than one for members of objects. */
  path: readonly string[];
  kind: FieldKind;
  title: string;
  description: string | null;
  required: boolean;
  /** Never shown: not prefilled, and entered behind dots. */
  secret: boolean;
  /** Only whole numbers. */
  whole: boolean;
  choices: readonly string[];
  /** What the provider takes where nothing is entered. */
  fallback: unknown;
}

export type FieldValue = string | boolean | string[];

type Schema = Readonly<Record<string, unknown>>;

const isSchema = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
const namesOf = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((name): name is string => typeof name === 'string') : [];

interface Surroundings {
  path: readonly string[];
  required: boolean;
  secret: boolean;
}

const WHOLE: Surroundings = { path: [], required: true, secret: false };

/** @param schema a JSON Schema of an object */
export function fieldsOf(schema: Schema, outer: Surroundings = WHOLE): ConfigField[] {
  const required = namesOf(schema.required);
  const properties = isSchema(schema.properties) ? Object.entries(schema.properties) : [];
  return properties.flatMap(([name, property]) => {
    if (!isSchema(property)) return [];
    const inner: Surroundings = {
      path: [...outer.path, name],
      // A member is only asked for where its object is.
      required: outer.required && required.includes(name),
      secret: outer.secret || property.writeOnly === true,
    };
    const hasMembers = property.type === 'object' && isSchema(property.properties);
    return hasMembers ? fieldsOf(property, inner) : [fieldOf(name, property, inner)];
  });
}

function fieldOf(name: string, property: Schema, { path, required, secret }: Surroundings): ConfigField {
  const kind = kindOf(property);
  return {
    path,
    kind,
    title: textOf(property.title) ?? name,
    description: textOf(property.description),
    required,
    secret,
    whole: property.type === 'integer',
    choices: kind === 'choice' ? (property.enum as unknown[]).map(String) : [],
    fallback: property.default,
  };
}

function kindOf(property: Schema): FieldKind {
  if (Array.isArray(property.enum)) return 'choice';
  switch (property.type) {
    case 'string':
    case undefined:
      return property.format === 'uri' ? 'address' : 'text';
    case 'integer':
    case 'number':
      return 'number';
    case 'boolean':
      return 'switch';
    case 'array':
      return isSchema(property.items) && property.items.type === 'string' ? 'list' : 'json';
    default:
      return 'json';
  }
}

/** What the form begins with: what is stored, else the default; secrets are empty. */
export function initialValue(field: ConfigField, settings: Schema | null): FieldValue {
  const stored = settings === null ? undefined : valueAt(settings, field.path);
  // Of a connection that is there, what is not stored was left empty on purpose.
  const known = field.secret ? undefined : (stored ?? (settings === null ? field.fallback : undefined));
  if (field.kind === 'switch') return known === true;
  if (field.kind === 'list') return namesOf(known);
  if (known === undefined || known === null) return '';
  if (typeof known === 'string' && field.kind !== 'json') return known;
  return JSON.stringify(known, null, field.kind === 'json' ? 2 : undefined);
}

function valueAt(settings: Schema, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (node, name) => (isSchema(node) && Object.hasOwn(node, name) ? node[name] : undefined),
    settings,
  );
}

export type Entered =
  { ok: true; value: unknown } | { ok: false; problem: 'required' | 'address' | 'number' | 'json' };

/**
 * What was entered, as the API takes it; `undefined`: nothing. Patterns are left to the gateway: one of a
 * workspace's manifest may take for ever, and there it has a deadline.
 *
 * @param keeps empty means that what is stored stays
 */
export function entered(field: ConfigField, value: FieldValue, keeps: boolean): Entered {
  const read = readValue(field, value);
  if (!read.ok || read.value !== undefined || keeps || !field.required) return read;
  return { ok: false, problem: 'required' };
}

function readValue(field: ConfigField, value: FieldValue): Entered {
  if (typeof value === 'boolean') return { ok: true, value };
  if (Array.isArray(value)) {
    const items = value.map((item) => item.trim()).filter((item) => item !== '');
    return { ok: true, value: items.length === 0 ? undefined : items };
  }
  const text = value.trim();
  if (text === '') return { ok: true, value: undefined };
  switch (field.kind) {
    case 'address':
      return URL.canParse(text) ? { ok: true, value: text } : { ok: false, problem: 'address' };
    case 'number':
      return readNumber(text, field.whole);
    case 'json':
      return readJsonText(text);
    default:
      return { ok: true, value: text };
  }
}

function readNumber(text: string, whole: boolean): Entered {
  const number = Number(text);
  const fits = whole ? Number.isSafeInteger(number) : Number.isFinite(number);
  return fits ? { ok: true, value: number } : { ok: false, problem: 'number' };
}

function readJsonText(text: string): Entered {
  try {
    return { ok: true, value: JSON.parse(text) as unknown };
  } catch {
    return { ok: false, problem: 'json' };
  }
}

export interface Entry {
  field: ConfigField;
  /** As `entered` read it. */
  value: unknown;
}

/** The credentials of a new connection. */
export function credentialsOf(entries: readonly Entry[]): Record<string, unknown> {
  const body: Record<string, unknown> = {};
  for (const { field, value } of entries) if (value !== undefined) put(body, field.path, value);
  return body;
}

/**
 * What changes of a connection's credentials: an empty secret stays as it is, another field that was emptied is
 * removed (`null`), and what is as it was is not sent.
 *
 * @param removed dotted paths of the secrets that shall go
 */
export function changedCredentials(
  entries: readonly Entry[],
  settings: Schema,
  removed: ReadonlySet<string>,
): Record<string, unknown> {
  const changed = new Set<string>();
  const all: Record<string, unknown> = {};
  for (const { field, value } of entries) {
    const [first = ''] = field.path;
    if (field.secret) {
      const wanted = removed.has(field.path.join('.')) ? null : value;
      if (wanted !== undefined) put(all, field.path, wanted);
      if (wanted !== undefined) changed.add(first);
      continue;
    }
    const stored = valueAt(settings, field.path);
    // Properties are replaced whole, so that the unchanged members of an object go along.
    const next = value ?? (stored === undefined || field.path.length > 1 ? undefined : null);
    if (next !== undefined) put(all, field.path, next);
    if (!isSame(value, stored)) changed.add(first);
  }
  return Object.fromEntries(Object.entries(all).filter(([name]) => changed.has(name)));
}

/** An unticked box and one that never was ticked are the same. */
const isSame = (value: unknown, stored: unknown): boolean =>
  JSON.stringify(value === false ? undefined : value) ===
  JSON.stringify(stored === false ? undefined : stored);

function put(body: Record<string, unknown>, [name, ...rest]: readonly string[], value: unknown): void {
  if (name === undefined) return;
  if (rest.length === 0) {
    body[name] = value;
    return;
  }
  const inner = isSchema(body[name]) ? { ...body[name] } : {};
  put(inner, rest, value);
  body[name] = inner;
}

/** The field that an issue of the API speaks of, and which item of a list; `null`: none of these. */
export function fieldOfIssue(
  path: string,
  fields: readonly ConfigField[],
): { index: number; item: number | null } | null {
  const place = /^credentials\.(.+?)(?:\[(\d+)\])?$/.exec(path);
  const name = place?.[1];
  if (name === undefined) return null;
  const index = fields.findIndex((field) => {
    const own = field.path.join('.');
    return name === own || name.startsWith(`${own}.`) || name.startsWith(`${own}[`);
  });
  return index < 0 ? null : { index, item: place?.[2] === undefined ? null : Number(place[2]) };
}
