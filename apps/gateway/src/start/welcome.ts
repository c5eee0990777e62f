import type { Paint } from './paint';
import { shownApiUrl, shownPath, type StartSettings } from './settings';

/** How the reader can know the key. */
export type KeyNote =
  { kind: 'given' } | { kind: 'fresh'; key: string; file: string } | { kind: 'kept'; file: string };

/** Addresses and key, once everything answers. */
export function welcome(settings: StartSettings, key: KeyNote, paint: Paint): string[] {
  const { config, dataDir, sandboxPort } = settings;
  const api = shownApiUrl(config);
  const database = config.databaseUrl === null ? 'Postgres of our own' : 'Postgres of DATABASE_URL';
  return [
    '',
    paint('bold', 'Postern is up.'),
    `  Admin     ${paint('cyan', `${api}/admin`)}   sign in with the key below`,
    `  API       ${paint('cyan', api)}   reference: ${paint('cyan', `${api}/docs`)}`,
    `  Sandbox   ${paint('cyan', `http://localhost:${sandboxPort}`)}   plays Layers, PostPost and Postato`,
    `  Data      ${database}, folder ${shownPath(dataDir)}`,
    `  Key       ${keyLine(key, paint)}`,
    '',
  ];
}

function keyLine(key: KeyNote, paint: Paint): string {
  switch (key.kind) {
    case 'given':
      return 'as given by POSTERN_BOOTSTRAP_KEY';
    case 'fresh':
      return `${paint('bold', key.key)}   (shown only now; kept in ${key.file})`;
    case 'kept':
      return `in ${key.file}`;
  }
}

/** What to try next. */
export function invitation(
  settings: StartSettings,
  key: KeyNote,
  accountId: string | null,
  paint: Paint,
): string[] {
  const api = shownApiUrl(settings.config);
  const value = key.kind === 'given' ? '"$POSTERN_BOOTSTRAP_KEY"' : `$(cat ${key.file})`;
  const body = {
    content: { text: 'Hello from Postern' },
    targets: [{ accountId: accountId ?? 'acct_…' }],
  };
  return [
    '',
    'Publish something yourself:',
    '',
    `  KEY=${value}`,
    `  curl -s ${api}/v1/post-groups -H "Authorization: Bearer $KEY" \\`,
    `    -H 'Content-Type: application/json' -H "Idempotency-Key: hello-$(date +%s)" \\`,
    `    -d '${JSON.stringify(body)}'`,
    '',
    paint('dim', 'Ctrl-C ends everything; the next npm start goes on with the same data.'),
  ];
}
