/** An upstream of a test's own: real HTTP, every request kept, every reply written by the test. */
import http from 'node:http';
import type { AddressInfo } from 'node:net';

export interface StubRequest {
  method: string;
  path: string;
  query: Record<string, string>;
  headers: http.IncomingHttpHeaders;
  body: string;
  json: unknown;
}

export type StubReply =
  { status?: number; json?: unknown; text?: string; headers?: Record<string, string> } | 'reset';

export interface StubServer {
  url: string;
  requests: StubRequest[];
  /** Answers from now on; 404 without a body where it answers nothing. */
  answer(handler: (request: StubRequest) => StubReply | undefined): void;
  close(): Promise<void>;
}

export async function startStubServer(): Promise<StubServer> {
  const requests: StubRequest[] = [];
  let handler: (request: StubRequest) => StubReply | undefined = () => undefined;
  const server = http.createServer((req, res) => {
    const chunks: Buffer[] = [];
    req.on('data', (chunk: Buffer) => chunks.push(chunk));
    req.on('end', () => {
      const request = readRequest(req, Buffer.concat(chunks).toString('utf8'));
      requests.push(request);
      const reply = handler(request) ?? { status: 404, text: 'Not Found' };
      if (reply === 'reset') {
        res.socket?.resetAndDestroy();
        return;
      }
      const body = reply.text ?? (reply.json === undefined ? '' : JSON.stringify(reply.json));
      res.writeHead(reply.status ?? 200, {
        'content-type': reply.json === undefined ? 'text/plain' : 'application/json',
        ...reply.headers,
      });
      res.end(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    answer: (next) => void (handler = next),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

function readRequest(req: http.IncomingMessage, body: string): StubRequest {
  const url = new URL(req.url ?? '/', 'http://stub');
  let json: unknown;
  try {
    json = body === '' ? undefined : JSON.parse(body);
  } catch {
    // Forms and bytes are looked at as text.
    json = undefined;
  }
  return {
    method: req.method ?? 'GET',
    path: url.pathname,
    query: Object.fromEntries(url.searchParams),
    headers: req.headers,
    body,
    json,
  };
}
