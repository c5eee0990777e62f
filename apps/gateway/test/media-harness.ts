/** Bytes and requests of the media specs. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Config } from '../src/config/config';
import type { Reply, TestApi } from './api-harness';

const SAMPLES = join(__dirname, '..', '..', 'sandbox', 'samples');
/** 320 × 320. */
export const JPEG = readFileSync(join(SAMPLES, 'a.jpg'));
export const MP4 = readFileSync(join(SAMPLES, 'a.mp4'));

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Media on disk, in a folder that `clear` removes. */
export function diskMedia(more: Partial<Config['media']> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'postern-media-'));
  return {
    folder,
    config: {
      media: { store: { kind: 'disk' as const, folder }, maxBytes: 1024 ** 2, keepDays: 30, ...more },
    },
    clear: () => rmSync(folder, { recursive: true, force: true }),
  };
}

export interface UploadOptions {
  key?: string | null;
  idempotencyKey?: string;
  fileName?: string;
  /** What the sender says it is. */
  type?: string;
  field?: string;
}

export async function upload(api: TestApi, bytes: Uint8Array, options: UploadOptions = {}): Promise<Reply> {
  const form = new FormData();
  const file = new Blob([Buffer.from(bytes)], { type: options.type ?? 'application/octet-stream' });
  form.append(options.field ?? 'file', file, options.fileName ?? 'a.jpg');
  return send(api, form, options);
}

export async function send(api: TestApi, form: FormData, options: UploadOptions = {}): Promise<Reply> {
  const key = options.key === undefined ? api.key : options.key;
  const response = await fetch(`${api.url}/v1/media`, {
    method: 'POST',
    body: form,
    headers: {
      ...(key === null ? {} : { authorization: `Bearer ${key}` }),
      ...(options.idempotencyKey === undefined ? {} : { 'idempotency-key': options.idempotencyKey }),
    },
  });
  return { status: response.status, headers: response.headers, body: await response.json() };
}
