import { plainToInstance } from 'class-transformer';
import { getMetadataStorage } from 'class-validator';
import { nestedTypeOf, type DtoClass } from './nested';
import type { Issue } from './problem';

/** Values that class-transformer may see: it loses members called `toString`, and falls over `constructor`. */
type Flat = string | number | boolean | null | undefined | string[];

export interface Instantiated<T> {
  instance: T;
  /** The fields that no DTO knows. */
  unknown: Issue[];
}

/**
 * An instance of `dto` with the members of `value`, nested DTOs included; nothing is checked but names.
 * Members without a nested DTO keep the very value that the caller sent.
 *
 * @param most how many unknown fields are worth telling
 */
export function instantiate<T extends object>(
  dto: DtoClass<T>,
  value: object,
  most: number,
): Instantiated<T> {
  const unknown: Issue[] = [];
  return { instance: build(dto, value, '', { unknown, most }), unknown };
}

interface Findings {
  unknown: Issue[];
  most: number;
}

function build<T extends object>(dto: DtoClass<T>, value: object, path: string, findings: Findings): T {
  const known = fieldsOf(dto);
  const flat: Record<string, Flat> = {};
  const deep: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(value) as [string, unknown][]) {
    const at = path === '' ? name : `${path}.${name}`;
    if (!known.has(name)) tell(findings, name, at);
    else if (isFlat(member)) flat[name] = member;
    else deep[name] = nested(dto, name, member, at, findings);
  }
  return Object.assign(plainToInstance(dto, flat), deep);
}

function nested(dto: DtoClass, name: string, member: unknown, path: string, findings: Findings): unknown {
  const nestedType = nestedTypeOf(dto, name);
  if (nestedType === null) return member;
  const { type, list } = nestedType;
  // Validation would look into what is of the wrong kind and could trip over its members: it gets an empty one.
  if (!list)
    return isPlainObject(member) ? build(type, member, path, findings) : Array.isArray(member) ? [] : member;
  if (!Array.isArray(member)) return isPlainObject(member) ? {} : member;
  // A list within a list would pass `ValidateNested`; as `null` it is refused like everything that is no object.
  return member.map((item: unknown, index) =>
    isPlainObject(item)
      ? build(type, item, `${path}[${index}]`, findings)
      : Array.isArray(item)
        ? null
        : item,
  );
}

function tell({ unknown, most }: Findings, name: string, path: string): void {
  if (unknown.length < most)
    unknown.push({ path, rule: 'unknown_field', message: `${name} is not a known field` });
}

function isFlat(value: unknown): value is Flat {
  return Array.isArray(value)
    ? value.every((item) => typeof item === 'string')
    : typeof value !== 'object' || value === null;
}

function isPlainObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const fields = new WeakMap<DtoClass, ReadonlySet<string>>();

/** A field is what some rule speaks of. */
function fieldsOf(dto: DtoClass): ReadonlySet<string> {
  let names = fields.get(dto);
  if (names === undefined) {
    const rules = getMetadataStorage().getTargetValidationMetadatas(dto, '', false, false);
    names = new Set(rules.map((rule) => rule.propertyName));
    fields.set(dto, names);
  }
  return names;
}
