import { readFileSync } from 'node:fs';
import { Postern } from '@postern/client';
import { UsageError } from './exit-status';
import type { Terminal } from './terminal';

export interface ConnectOptions {
  url?: string;
  apiKeyFile?: string;
}

const DEFAULT_URL = 'http://localhost:3400';

/**
 * The gateway and the key, from flags or the environment. The key itself is no flag: what stands on a command
 * line is seen by every user of the machine.
 *
 * @throws UsageError
 */
export function connect(options: ConnectOptions, env: Terminal['env']): Postern {
  const baseUrl = options.url ?? env.POSTERN_URL ?? DEFAULT_URL;
  const file = options.apiKeyFile ?? env.POSTERN_API_KEY_FILE;
  const apiKey = file === undefined ? env.POSTERN_API_KEY : keyIn(file);
  if (!apiKey) {
    throw new UsageError(
      'No API key: set POSTERN_API_KEY, or name a file that holds it with --api-key-file.',
    );
  }
  return new Postern({ baseUrl, apiKey: apiKey.trim() });
}

function keyIn(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    throw new UsageError(`The key file cannot be read: ${(error as Error).message}`);
  }
}
