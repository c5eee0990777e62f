/** Secrets that lie in files, as orchestrators mount them: the variable's name with `_FILE` names the file. */
import { readFileSync } from 'node:fs';

/** Each may be given as `<NAME>_FILE` instead. */
export const SECRET_VARIABLES = [
  'DATABASE_URL',
  'DATABASE_READ_URL',
  'POSTERN_ENCRYPTION_KEYS',
  'POSTERN_BOOTSTRAP_KEY',
  'POSTERN_MEDIA_S3_ACCESS_KEY_ID',
  'POSTERN_MEDIA_S3_SECRET_ACCESS_KEY',
  'POSTERN_OIDC_CLIENT_SECRET',
  'OTEL_EXPORTER_OTLP_HEADERS',
] as const;

/** Far more than any of them is long: a path that leads to something else is refused before it is parsed. */
const LONGEST = 64 * 1024;

export interface WithSecrets {
  /** The variables that are given, with the content of each file under the name of its secret. */
  values: Record<string, string>;
  /** Of the files that cannot be used, with the variable first and never with what they hold. */
  problems: string[];
  /** What an operator has set, where a secret came from a file. */
  setAs(name: string): string;
}

export function readSecretFiles(env: NodeJS.ProcessEnv): WithSecrets {
  const values: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) {
    if (value !== undefined && value.trim() !== '') values[name] = value;
  }
  const problems: string[] = [];
  const fromFiles = new Set<string>();
  for (const name of SECRET_VARIABLES) {
    const file = values[`${name}_FILE`];
    if (file === undefined) continue;
    if (values[name] !== undefined) {
      problems.push(`${name} and ${name}_FILE exclude each other`);
      continue;
    }
    const read = readSecret(file);
    if (read.ok) {
      values[name] = read.value;
      fromFiles.add(name);
    } else problems.push(`${name}_FILE names ${file}, ${read.problem}`);
  }
  return { values, problems, setAs: (name) => (fromFiles.has(name) ? `${name}_FILE` : name) };
}

function readSecret(file: string): { ok: true; value: string } | { ok: false; problem: string } {
  try {
    // Editors and `echo` end a file with a line break, which is no part of a secret.
    const value = readFileSync(file, 'utf8').replace(/[\r\n]+$/, '');
    if (value.trim() === '') return { ok: false, problem: 'which is empty' };
    if (value.length > LONGEST) return { ok: false, problem: 'which is too long for a secret' };
    return { ok: true, value };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return { ok: false, problem: `which cannot be read: ${code ?? 'unknown'}` };
  }
}
