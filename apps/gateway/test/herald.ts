/** An upstream that nobody has written code for: a server with words of its own, and a manifest that speaks them. */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Herald {
  url: string;
  /** `METHOD /path` of every request that came with the right token. */
  calls: string[];
  /** Bodies of what it was given to publish, in their order. */
  texts: string[];
  /** What the bulletins are called that it shows from now on. */
  state: string;
  close(): Promise<void>;
}

export const TOKEN = 'herald-token-1234';

export async function startHerald(): Promise<Herald> {
  const herald: Herald = {
    url: '',
    calls: [],
    texts: [],
    state: 'Out',
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  const server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      const reply = request.headers['x-token'] === TOKEN ? answer(herald, request, body) : null;
      response.writeHead(reply === null ? 401 : 200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(reply ?? { error: { kind: 'who' } }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  herald.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return herald;
}

function answer(herald: Herald, { method, url = '' }: IncomingMessage, body: string): unknown {
  herald.calls.push(`${method} ${url}`);
  const path = url.replace(/^\/v\d+/, '');
  if (path === '/me') return { mail: 'a@herald.test' };
  if (path === '/desks') return [{ no: 'desk-1', net: 'bird', nick: '@desk' }];
  const nth = method === 'POST' ? herald.texts.push(body) : Number(path.replace('/bulletins/b', ''));
  if (herald.texts[nth - 1] === undefined) return {};
  return { ref: `b${nth}`, state: herald.state, link: `https://bird.test/${nth}` };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

/** @param path common to all addresses; another one is another version of the same API */
export function heraldManifest(baseUrl: string, path = '/v1') {
  return {
    manifest: 'postern/v1',
    id: 'herald',
    name: 'Herald',
    docs: 'https://herald.example/docs',
    connection: { properties: { token: { title: 'Token', writeOnly: true } }, required: ['token'] },
    transport: { baseUrl: `${baseUrl}${path}`, headers: { 'x-token': '{connection.token}' } },
    platforms: { x: { word: 'bird', rules: {} } },
    idempotency: { kind: 'bodyField', windowSeconds: 3600 },
    operations: {
      check: { method: 'GET', path: '/me', identity: 'mail' },
      createPost: {
        method: 'POST',
        path: '/bulletins',
        body: "{ 'words': post.text, 'desk': account.reference, 'once': post.idempotencyKey }",
      },
      getPost: { method: 'GET', path: '/bulletins/{ref.id}' },
      listAccounts: {
        method: 'GET',
        path: '/desks',
        rows: '$',
        row: { reference: 'no', platform: 'net', handle: 'nick' },
      },
    },
    post: { id: 'ref', status: 'state', platformPostUrl: 'link' },
    statuses: { post: { 'In Line': 'queued', Out: 'published', Dead: 'failed' } },
    errors: { code: 'error.kind', table: [] },
    rateBudgets: { read: { limit: 100, perSeconds: 1 }, write: { limit: 100, perSeconds: 1 } },
    pollCadence: { queued: 1, publishing: 1 },
  };
}
