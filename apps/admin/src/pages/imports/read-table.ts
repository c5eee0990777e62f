/** A file as the gateway takes it, or why it cannot be one. */
export type TableRead = { csv: string } | { problem: 'notUtf8' | 'tooLarge' };

/** In bytes, which are no fewer than characters. */
const MAX_BYTES = 8 * 1024 * 1024;

/** Refuses what is no UTF-8 here: a browser would replace what it does not know, and letters would be lost. */
export function decodeTable(bytes: ArrayBuffer): TableRead {
  if (bytes.byteLength > MAX_BYTES) return { problem: 'tooLarge' };
  try {
    return { csv: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    // A fatal decoder throws for nothing else.
    return { problem: 'notUtf8' };
  }
}

export function sizeText(characters: number): string {
  if (characters < 1_024) return `${characters} B`;
  if (characters < 1_024 ** 2) return `${Math.round(characters / 1_024)} kB`;
  return `${(characters / 1_024 ** 2).toFixed(1)} MB`;
}

/** A table to start from. */
export const TEMPLATE = [
  'accounts,text,scheduled_at,media,first_comment,client_reference,draft',
  '"x:@acme, linkedin:acme",Opening day,2026-12-01 09:00,https://example.com/opening.jpg,,opening-1,',
  'x:@acme,"Doors open, come in",2026-12-01T10:00:00+01:00,,,opening-2,true',
  '',
].join('\r\n');

/** Of one attempt to import one table: said twice, it is the same import. */
export function newImportKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return `import-${Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}
