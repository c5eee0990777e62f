/** A real HTTP server that upstreams can be told to call, and that keeps what they send. */
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { WebhookSample } from './conformance-types';

export interface HookReceiver {
  /** An address of its own for each name. */
  url(name: string): string;
  /** Everything sent to that address, once it is enough; rejects after ten seconds. */
  until(name: string, isEnough: (sent: readonly WebhookSample[]) => boolean): Promise<WebhookSample[]>;
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
    until: (name, isEnough) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const sent = of(pathOf(name));
          if (!isEnough(sent)) return;
          clearTimeout(timer);
          waiting.delete(look);
          resolve(sent);
        };
        const timer = setTimeout(() => {
          waiting.delete(look);
          reject(new Error(`The ${of(pathOf(name)).length} deliveries to ${name} were not enough.`));
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
