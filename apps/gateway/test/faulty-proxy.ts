/** Stands between a client and the gateway and spoils what it is told to spoil. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Fault =
  /** The gateway does its work, and its reply is lost. */
  | 'lose-reply'
  /** The request never arrives. */
  | 'lose-request'
  /** The reply breaks off in its middle. */
  | 'cut-reply'
  | { status: 429 | 503; retryAfter: number }
  /** The gateway's reply comes so late. */
  | { slowMs: number };

export interface FaultyProxy {
  url: string;
  /** One for each request to come, in turn; none is none. */
  faults: (Fault | null)[];
  /** `METHOD path` of every request. */
  seen: string[];
  close(): Promise<void>;
}

export async function startFaultyProxy(target: string): Promise<FaultyProxy> {
  const faults: (Fault | null)[] = [];
  const seen: string[] = [];
  const server = createServer((request, response) => {
    seen.push(`${request.method} ${request.url}`);
    forward(target, faults.shift() ?? null, request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    faults,
    seen,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function forward(
  target: string,
  fault: Fault | null,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  if (fault === 'lose-request') return void response.destroy();
  if (fault !== null && typeof fault === 'object' && 'status' in fault) {
    return void response.writeHead(fault.status, { 'retry-after': String(fault.retryAfter) }).end('busy');
  }
  const { host: _, connection: __, 'content-length': ___, ...headers } = request.headers;
  const leaving = new AbortController();
  response.once('close', () => leaving.abort());
  const reply = await fetch(`${target}${request.url}`, {
    method: request.method,
    headers: headers as Record<string, string>,
    body: chunks.length > 0 ? Buffer.concat(chunks) : undefined,
    signal: leaving.signal,
  });
  if (fault !== null && typeof fault === 'object' && 'slowMs' in fault) {
    await new Promise((resolve) => setTimeout(resolve, fault.slowMs));
  }
  const kept = [...reply.headers].filter(
    ([name]) => !['connection', 'content-encoding', 'transfer-encoding'].includes(name),
  );
  if (fault === 'lose-reply') {
    await reply.arrayBuffer();
    return void response.destroy();
  }
  response.writeHead(reply.status, Object.fromEntries(kept));
  if (fault === 'cut-reply') {
    const whole = Buffer.from(await reply.arrayBuffer());
    response.write(whole.subarray(0, whole.length / 2));
    setTimeout(() => response.destroy(), 20);
    return;
  }
  if (reply.body) for await (const chunk of reply.body) response.write(chunk);
  response.end();
}
