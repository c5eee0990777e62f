import type { Config } from './config';

/** Every value of the configuration that nobody may read in a log, as it is used on the wire. */
export function secretsOf(config: Config): string[] {
  const { media, oidc, tracing } = config;
  return [
    ...passwordOf(config.databaseUrl),
    ...config.encryptionKeys.flatMap(({ secret }) => [secret.toString('base64'), secret.toString('hex')]),
    ...given(config.bootstrapKey),
    ...(media.store.kind === 's3' ? given(media.store.credentials?.secretAccessKey) : []),
    ...given(oidc?.clientSecret),
    ...(tracing?.headers ?? '')
      .split(',')
      .flatMap((pair) => given(decoded(pair.replace(/^[^=]*=/, '').trim()))),
  ];
}

function passwordOf(databaseUrl: string | null): string[] {
  if (databaseUrl === null) return [];
  const { password, searchParams } = new URL(databaseUrl);
  return [...given(decoded(password)), ...given(searchParams.get('password'))];
}

function given(value: string | null | undefined): string[] {
  return value == null || value === '' ? [] : [value];
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    // A lone percent sign: it is meant as it stands.
    return value;
  }
}
