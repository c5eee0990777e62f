import { type Document, operationsOf, type Schema } from './document-types';

type Change = (schema: Schema, place: string) => Schema;

/** Replaces every schema of the document, the inner ones first. `place` reads `Post.canceledBy`, for names. */
export function changeSchemas(document: Document, change: Change): void {
  for (const { operation } of operationsOf(document)) {
    for (const parameter of operation.parameters ?? []) {
      if (parameter.schema) parameter.schema = changed(parameter.schema, parameter.name, change);
    }
    const contents = [
      operation.requestBody?.content,
      ...Object.values(operation.responses).map((response) => response.content),
    ];
    for (const media of contents.flatMap((content) => Object.values(content ?? {}))) {
      if (media.schema) media.schema = changed(media.schema, operation.operationId ?? '', change);
    }
  }
  // Changes may add components: those are made as they shall be.
  for (const [name, schema] of Object.entries(document.components.schemas)) {
    document.components.schemas[name] = changed(schema, name, change);
  }
}

function changed(schema: Schema, place: string, change: Change): Schema {
  const inner = (member: Schema) => changed(member, place, change);
  const copy: Schema = { ...schema };
  if (copy.properties) {
    copy.properties = Object.fromEntries(
      Object.entries(copy.properties).map(([name, member]) => [
        name,
        changed(member, `${place}.${name}`, change),
      ]),
    );
  }
  if (copy.items) copy.items = inner(copy.items);
  if (typeof copy.additionalProperties === 'object')
    copy.additionalProperties = inner(copy.additionalProperties);
  for (const keyword of ['allOf', 'anyOf', 'oneOf'] as const) {
    if (copy[keyword]) copy[keyword] = copy[keyword].map(inner);
  }
  return change(copy, place);
}

/** Names of the components that these schemas need, with those that they need in turn. */
export function reachable(document: Document, from: readonly Schema[]): Set<string> {
  const names = new Set<string>();
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) return value.forEach(visit);
    if (typeof value !== 'object' || value === null) return;
    const { $ref } = value as Schema;
    const name = typeof $ref === 'string' ? $ref.slice($ref.lastIndexOf('/') + 1) : null;
    if (name !== null && !names.has(name)) {
      names.add(name);
      visit(document.components.schemas[name]);
    }
    Object.values(value).forEach(visit);
  };
  from.forEach(visit);
  return names;
}
