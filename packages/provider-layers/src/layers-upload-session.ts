import { idOf, urlOf } from '@postern/provider-kit';

/**
 * The answer to create-upload-session. Its nesting is not documented, only that there are container ids and one
 * presigned address (`uploadUrl`) per file; so both are looked for wherever they stand.
 */
export interface UploadSession {
  containerId: string;
  /** In the order of the files. */
  uploadUrls: string[];
}

/** Null unless exactly one container and one address per file were found. */
export function readUploadSession(json: unknown, files: number): UploadSession | null {
  const containerIds = new Set<string>();
  const uploadUrls: string[] = [];
  walk(json, (key, value) => {
    if (key === 'containerId' || key === 'containerIds') containerIds.add(idOf(value) ?? '');
    const url = key === 'uploadUrl' ? urlOf(value) : null;
    if (url !== null) uploadUrls.push(url);
  });
  const [containerId = ''] = containerIds.size > 0 ? containerIds : idsOf(json);
  if (containerId === '' || containerIds.size > 1 || uploadUrls.length !== files) return null;
  return { containerId, uploadUrls };
}

/** Strings of the whole value with the key that they stand under; items of a list count under the list's key. */
function walk(value: unknown, visit: (key: string, value: string) => void, key = ''): void {
  if (typeof value === 'string') return visit(key, value);
  if (Array.isArray(value)) return value.forEach((item: unknown) => walk(item, visit, key));
  if (typeof value !== 'object' || value === null) return;
  for (const [name, inner] of Object.entries(value)) walk(inner, visit, name);
}

/** A container may also be told by its own `id`. */
function idsOf(json: unknown): string[] {
  const found: string[] = [];
  walk(json, (key, value) => {
    if (key === 'id' && value.startsWith('cnt_')) found.push(value);
  });
  return [...new Set(found)].slice(0, 1);
}
