/** Forms that generators of clients read well, and what follows from how bodies are validated. */
import { type Document, operationsOf, type Schema } from './document-types';
import { changeSchemas, reachable } from './walk-schemas';

/** `allOf` with one reference is the reference: its siblings count in 3.1. */
export function unwrapReferences(document: Document): void {
  changeSchemas(document, (schema) => {
    const { allOf, ...rest } = schema;
    const [only] = allOf ?? [];
    return allOf?.length === 1 && only?.$ref !== undefined ? { ...rest, $ref: only.$ref } : schema;
  });
}

/** Unknown fields of a body are refused, so the document says that there are none. */
export function closeRequestBodies(document: Document): void {
  const bodies = operationsOf(document)
    .flatMap(({ operation }) => Object.values(operation.requestBody?.content ?? {}))
    .flatMap(({ schema }) => (schema === undefined ? [] : [schema]));
  for (const name of reachable(document, bodies)) {
    const schema = document.components.schemas[name] as Schema;
    if (schema.properties !== undefined) schema.additionalProperties ??= false;
  }
}

/** Components that nothing refers to any more. */
export function dropUnused(document: Document): void {
  const { schemas, responses = {}, headers = {}, examples = {} } = document.components;
  // Responses first: what they alone refer to goes with them.
  for (const [section, components] of Object.entries({ responses, headers, examples })) {
    const whole = JSON.stringify(document);
    for (const name of Object.keys(components)) {
      if (!whole.includes(`"#/components/${section}/${name}"`)) delete components[name];
    }
  }
  const used = reachable(document, [{ paths: document.paths, responses }]);
  for (const name of Object.keys(schemas)) if (!used.has(name)) delete schemas[name];
}
