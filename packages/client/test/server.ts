/** A real HTTP server that answers as it is told, for the specs of the sender. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Received {
  method: string;
  path: string;
  headers: IncomingMessage['headers'];
  body: string;
}

export type Answer = (response: ServerResponse, request: Received) => void;

export interface TestServer {
  url: string;
  received: Received[];
  /** Used up one by one; the last one stays. */
  answers: Answer[];
  close(): Promise<void>;
}

export async function startServer(): Promise<TestServer> {
  const received: Received[] = [];
  const answers: Answer[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', url: path = '', headers } = request;
      const one = { method, path, headers, body: Buffer.concat(chunks).toString('latin1') };
      received.push(one);
      const answer = answers.length > 1 ? answers.shift() : answers[0];
      if (answer) answer(response, one);
      else response.writeHead(500).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    received,
    answers,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export const json =
  (status: number, body: unknown, headers: Record<string, string> = {}): Answer =>
  (response) =>
    void response
      .writeHead(status, { 'content-type': 'application/json', ...headers })
      .end(JSON.stringify(body));

export const refuse = (
  status: number,
  code: string,
  headers: Record<string, string> = {},
  more: Record<string, unknown> = {},
): Answer =>
  json(
    status,
    {
      type: `/docs/errors/${code}`,
      title: 'T',
      status,
      detail: 'Because.',
      code,
      requestId: 'req_1',
      ...more,
    },
    { 'content-type': 'application/problem+json', 'x-request-id': 'req_1', ...headers },
  );

/** The connection ends without a reply. */
export const hangUp: Answer = (response) => void response.destroy();

/** Nothing ever comes. */
export const silence: Answer = () => undefined;
