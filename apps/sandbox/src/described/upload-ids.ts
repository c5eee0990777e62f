import { createHash } from 'node:crypto';
import type { UploadedFile } from './description';
import type { Customer } from './model';

const DIGEST = 24;
const SEAL = 8;

/** The id of an uploaded file proves itself to its owner, so that no list of uploads has to be kept. */
export function uploadIdOf({ apiKey }: Customer, { sha256 }: UploadedFile): string {
  const digest = sha256.slice(0, DIGEST);
  return digest + sealOf(apiKey, digest);
}

/** Whether this customer has uploaded that. */
export function isUploadId({ apiKey }: Customer, id: string): boolean {
  return id.length === DIGEST + SEAL && sealOf(apiKey, id.slice(0, DIGEST)) === id.slice(DIGEST);
}

/** A part of a multipart form that is a file. */
export function isFile(value: unknown): value is UploadedFile {
  return typeof value === 'object' && value !== null && 'sha256' in value;
}

function sealOf(apiKey: string, digest: string): string {
  return createHash('sha256').update(`${apiKey}/${digest}`).digest('hex').slice(0, SEAL);
}
