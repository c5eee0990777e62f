import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

export interface KeptSecret {
  value: string;
  /** Made by this call. */
  fresh: boolean;
}

/** The secret in that file, for its owner's eyes only; made where there is none. */
export function keptSecret(file: string, make: () => string): KeptSecret {
  const kept = existsSync(file) ? readFileSync(file, 'utf8').trim() : '';
  if (kept !== '') return { value: kept, fresh: false };
  const value = make();
  mkdirSync(dirname(file), { recursive: true });
  // By rename, so that a kill leaves either no secret or a whole one.
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, `${value}\n`, { mode: 0o600 });
  renameSync(draft, file);
  return { value, fresh: true };
}
