/** The operations of the served document. */
import type { Body } from './api-harness';

export interface Operation {
  operationId: string;
  method: string;
  /** With `{parameters}`. */
  path: string;
  query: string[];
  /** Names of ids that its body takes, at any depth. */
  bodyIds: string[];
}

export function pathOf({ path }: Operation, id: string): string {
  return path.replace(/\{[^}]+\}/, id);
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];

/** Every operation of an OpenAPI document. */
export function operationsOf(document: Body): Operation[] {
  return Object.entries(document.paths as Record<string, Record<string, Body>>).flatMap(([path, item]) =>
    METHODS.filter((method) => item[method] !== undefined).map((method) => {
      const { operationId, parameters = [], requestBody } = item[method];
      const names = (parameters as { in: string; name: string }[]).filter((one) => one.in === 'query');
      const properties = new Set<string>();
      collectProperties(document, requestBody, properties);
      return {
        operationId: operationId as string,
        method,
        path,
        query: names.map(({ name }) => name),
        bodyIds: [...properties].filter((name) => name.endsWith('Id')),
      };
    }),
  );
}

function collectProperties(
  document: Body,
  schema: unknown,
  into: Set<string>,
  seen = new Set<unknown>(),
): void {
  if (typeof schema !== 'object' || schema === null || seen.has(schema)) return;
  seen.add(schema);
  const { $ref, properties } = schema as { $ref?: string; properties?: object };
  if ($ref !== undefined) {
    const target = $ref
      .split('/')
      .slice(1)
      .reduce((place: Body, part): Body => place?.[part], document);
    collectProperties(document, target, into, seen);
  }
  for (const name of Object.keys(properties ?? {})) into.add(name);
  for (const [name, member] of Object.entries(schema))
    if (name !== 'example' && name !== 'examples') collectProperties(document, member, into, seen);
}
