/** Options have no declared types: what is typed is a text, or JSON where it reads as JSON. */
export function optionValue(typed: string): unknown {
  const value = parsed(typed);
  return value === undefined ? typed : value;
}

/** The other way round, so that reading what was written gives the same. */
export function typedOption(value: unknown): string {
  return typeof value === 'string' && parsed(value) === undefined ? value : JSON.stringify(value);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // A plain text.
    return undefined;
  }
}
