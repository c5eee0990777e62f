/** JSON in lines; what is none, as it came. */
export function prettyJson(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    // Not JSON: bodies of strangers may be anything.
    return text;
  }
}
