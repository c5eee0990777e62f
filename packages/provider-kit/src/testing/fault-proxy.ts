/**
 * A real reverse proxy before an upstream: it counts requests, and spoils what it is told to spoil. So faults
 * are the same for every provider and do not depend on what its upstream can play.
 */
import http from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

export interface ProxiedRequest {
  method: string;
  /** Path with query, as the upstream would see it. */
  path: string;
  headers: Readonly<Record<string, string>>;
  body: string;
  /** What the client got; `null` where it got none. */
  status: number | null;
  /** What the client got, where it was JSON. */
  json: unknown;
}

/** `forward`: the upstream acts on the request before the reply is spoilt. */
export type Fault =
  /** Forwards, then never answers. */
  | { kind: 'hang' }
  /** Forwards, then resets the connection. */
  | { kind: 'reset' }
  /** Forwards, then sends half of the body and ends the connection. */
  | { kind: 'truncate' }
  /** Forwards, then sends the upstream's status with half of its JSON, as if it were whole. */
  | { kind: 'malformed' }
  | { kind: 'status'; status: number; body?: unknown; headers?: Record<string, string>; forward: boolean }
  | { kind: 'html'; status: number; forward: boolean }
  | { kind: 'delay'; ms: number }
  /** Resets the client's connection, and forwards only when `release` resolves: a request that was on its way. */
  | { kind: 'late'; release: Promise<unknown>; arrived?: () => void }
  /** Forwards, and changes the JSON of the reply. */
  | { kind: 'mutate'; change: (json: unknown, request: ProxiedRequest) => unknown };

export interface FaultRule {
  fault: Fault;
  match: (request: ProxiedRequest) => boolean;
  /** How often it strikes; 1 by default. */
  times?: number;
  /** How many matching requests pass first; 0 by default. */
  skip?: number;
}

export interface FaultProxy {
  /** The upstream's base address, by way of the proxy. */
  url: string;
  /** Every request so far, oldest first. */
  requests: readonly ProxiedRequest[];
  add(rule: FaultRule): void;
  /** Forgets rules and requests. */
  clear(): void;
  close(): Promise<void>;
}

const LOOPBACK = '127.0.0.1';

/** Starts a proxy before `upstreamUrl` (http). Faults apply in the order in which they were added. */
export async function startFaultProxy(upstreamUrl: string): Promise<FaultProxy> {
  const upstream = new URL(upstreamUrl);
  const rules: FaultRule[] = [];
  const requests: ProxiedRequest[] = [];
  const sockets = new Set<Socket>();
  const server = http.createServer((req, res) => {
    handle(upstream, rules, requests, req, res).catch((error: unknown) => {
      res.destroy(error instanceof Error ? error : undefined);
    });
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, LOOPBACK, resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${LOOPBACK}:${port}${upstream.pathname.replace(/\/$/, '')}`,
    requests,
    add: (rule) => void rules.push({ ...rule }),
    clear: () => {
      rules.length = 0;
      requests.length = 0;
    },
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

/** An address on which nobody listens. */
export async function refusedUrl(): Promise<string> {
  const server = http.createServer();
  await new Promise<void>((resolve) => server.listen(0, LOOPBACK, resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `http://${LOOPBACK}:${port}`;
}

async function handle(
  upstream: URL,
  rules: FaultRule[],
  requests: ProxiedRequest[],
  req: http.IncomingMessage,
  res: http.ServerResponse,
): Promise<void> {
  const body = await readAll(req);
  const request: ProxiedRequest = {
    method: req.method ?? 'GET',
    path: req.url ?? '/',
    headers: flat(req.headers),
    body: body.toString('utf8'),
    status: null,
    json: undefined,
  };
  requests.push(request);
  const fault = take(rules, request);
  if (fault?.kind === 'status' && !fault.forward) return answerStatus(res, request, fault);
  if (fault?.kind === 'html' && !fault.forward) return answerHtml(res, request, fault.status);
  if (fault?.kind === 'late') {
    res.socket?.resetAndDestroy();
    await fault.release;
    await forward(upstream, req, body);
    fault.arrived?.();
    return;
  }
  if (fault?.kind === 'delay') await new Promise((resolve) => setTimeout(resolve, fault.ms));
  const reply = await forward(upstream, req, body);
  spoil(res, request, reply, fault);
}

interface Reply {
  status: number;
  headers: Record<string, string>;
  body: Buffer;
}

function spoil(res: http.ServerResponse, request: ProxiedRequest, reply: Reply, fault: Fault | null): void {
  switch (fault?.kind) {
    case undefined:
    case 'delay':
      return answer(res, request, reply.status, reply.headers, reply.body);
    case 'hang':
    case 'late':
      return;
    case 'reset':
      res.socket?.resetAndDestroy();
      return;
    case 'truncate':
      res.writeHead(reply.status, { ...reply.headers, 'content-length': String(reply.body.length + 100) });
      res.write(reply.body.subarray(0, reply.body.length / 2), () => res.socket?.destroy());
      return;
    case 'malformed':
      return answer(res, request, reply.status, reply.headers, reply.body.subarray(0, reply.body.length / 2));
    case 'status':
      return answerStatus(res, request, fault);
    case 'html':
      return answerHtml(res, request, fault.status);
    case 'mutate': {
      const json = parsed(reply.body);
      const changed =
        json === undefined ? reply.body : Buffer.from(JSON.stringify(fault.change(json, request)) ?? 'null');
      return answer(res, request, reply.status, reply.headers, changed);
    }
  }
}

function answer(
  res: http.ServerResponse,
  request: ProxiedRequest,
  status: number,
  headers: Record<string, string>,
  body: Buffer,
): void {
  request.status = status;
  request.json = parsed(body);
  const length = status === 204 || status === 304 ? {} : { 'content-length': String(body.length) };
  res.writeHead(status, { ...headers, ...length });
  res.end(body);
}

function answerStatus(
  res: http.ServerResponse,
  request: ProxiedRequest,
  fault: Extract<Fault, { kind: 'status' }>,
): void {
  const body = Buffer.from(JSON.stringify(fault.body ?? {}));
  answer(res, request, fault.status, { 'content-type': 'application/json', ...fault.headers }, body);
}

function answerHtml(res: http.ServerResponse, request: ProxiedRequest, status: number): void {
  const page = Buffer.from(`<html><head><title>${status}</title></head><body>Bad gateway</body></html>`);
  answer(res, request, status, { 'content-type': 'text/html' }, page);
}

function take(rules: FaultRule[], request: ProxiedRequest): Fault | null {
  for (const rule of rules) {
    if (!rule.match(request)) continue;
    if ((rule.skip ?? 0) > 0) {
      rule.skip = (rule.skip ?? 0) - 1;
      continue;
    }
    const left = rule.times ?? 1;
    if (left <= 0) continue;
    rule.times = left - 1;
    return rule.fault;
  }
  return null;
}

function forward(upstream: URL, req: http.IncomingMessage, body: Buffer): Promise<Reply> {
  const headers = flat(req.headers);
  // Whoever answers with addresses (a next page's) names the host that the caller knows.
  headers['x-forwarded-host'] = req.headers.host ?? '';
  for (const name of ['host', 'connection', 'accept-encoding', 'transfer-encoding']) delete headers[name];
  if (body.length > 0) headers['content-length'] = String(body.length);
  return new Promise((resolve, reject) => {
    const outgoing = http.request(
      {
        host: upstream.hostname,
        port: upstream.port,
        method: req.method,
        path: req.url,
        headers,
        agent: false,
      },
      (incoming) => {
        readAll(incoming).then((bytes) => {
          const received = flat(incoming.headers);
          for (const name of ['connection', 'transfer-encoding', 'content-length', 'keep-alive']) {
            delete received[name];
          }
          resolve({ status: incoming.statusCode ?? 502, headers: received, body: bytes });
        }, reject);
      },
    );
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

async function readAll(stream: AsyncIterable<unknown>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function flat(headers: http.IncomingHttpHeaders): Record<string, string> {
  const out: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) out[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return out;
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}
