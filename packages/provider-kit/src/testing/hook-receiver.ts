/** A real HTTP server that upstreams can be told to call, and that keeps what they send. */
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { WebhookSample } from './conformance-types';

export interface HookReceiver {
  /** An address of its own for each name. */
  url(name: string): string;
  /** What was sent to that address and is wanted, once there is any; rejects after ten seconds. */
  first(name: string, isWanted: (sample: WebhookSample) => boolean): Promise<WebhookSample[]>;
  close(): Promise<void>;
}

const LOOPBACK = '127.0.0.1';
const PATIENCE_MS = 10_000;

/** Takes every delivery with 204. */
export async function startHookReceiver(): Promise<HookReceiver> {
  const received = new Map<string, WebhookSample[]>();
  const waiting = new Set<() => void>();
  const of = (path: string) => received.get(path) ?? [];
  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const headers = Object.entries(request.headers).map(([name, value]) => [name, String(value)] as const);
      const path = request.url ?? '/';
      const sample = { rawBody: Buffer.concat(chunks), headers: Object.fromEntries(headers) };
      received.set(path, [...of(path), sample]);
      response.writeHead(204).end();
      for (const look of [...waiting]) look();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, LOOPBACK, resolve));
  const { port } = server.address() as AddressInfo;
  const pathOf = (name: string) => `/hooks/${encodeURIComponent(name)}`;
  return {
    url: (name) => `http://${LOOPBACK}:${port}${pathOf(name)}`,
    first: (name, isWanted) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const wanted = of(pathOf(name)).filter(isWanted);
          if (wanted.length === 0) return;
          clearTimeout(timer);
          waiting.delete(look);
          resolve(wanted);
        };
        const timer = setTimeout(() => {
          waiting.delete(look);
          reject(new Error(`None of ${of(pathOf(name)).length} deliveries to ${name} is wanted.`));
        }, PATIENCE_MS);
        waiting.add(look);
        look();
      }),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
