/** Text with `{scope.path|other.path}` placeholders, for addresses, queries and headers. */
import type { JsonObject } from '@postern/core';
import { readText } from './value-path';

const PLACEHOLDER = /\{([^{}]*)\}/g;

/** The text with every placeholder filled; `null` where one of them finds nothing. */
export function renderTemplate(
  template: string,
  scope: JsonObject,
  encode: (value: string) => string = (value) => value,
): string | null {
  let complete = true;
  const rendered = template.replace(PLACEHOLDER, (_whole, path: string) => {
    const value = readText(scope, path);
    if (value === null) complete = false;
    return value === null ? '' : encode(value);
  });
  return complete ? rendered : null;
}

/** Renders what can be rendered; entries with a placeholder that finds nothing are left out. */
export function renderEntries(
  entries: Record<string, string> | undefined,
  scope: JsonObject,
): Record<string, string> {
  const rendered: Record<string, string> = {};
  for (const [name, template] of Object.entries(entries ?? {})) {
    const value = renderTemplate(template, scope);
    if (value !== null) rendered[name] = value;
  }
  return rendered;
}

/** Every alternative of every placeholder, in order. */
export function placeholdersOf(template: string): string[] {
  return [...template.matchAll(PLACEHOLDER)].flatMap(([, path]) =>
    (path ?? '').split('|').map((part) => part.trim()),
  );
}
