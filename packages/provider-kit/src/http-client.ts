/** The one HTTP client of every provider: guarded, budgeted, recorded, and strict about what a failure means. */
import axios, { AxiosHeaders, type AxiosInstance, type AxiosResponse } from 'axios';
import type { HttpOutcome, HttpPort, HttpRequest } from '@postern/core';
import type { AddressGuard } from './address-guard';
import { headersProblem } from './header-rules';
import { encodeBody, type EncodedBody } from './http-body';
import { classifyFailure, notSent, type BrokenOutcome } from './http-failure';
import { createAgents, watchedTransport, type Agents, type SocketWatch } from './http-transport';
import { cutText, readJson, storableText } from './json-text';
import { createRedactor, type Redactor } from './redact';

/** Evidence of one exchange. Holds no header, no secret, and no text that a database would refuse. */
export interface Exchange {
  method: HttpRequest['method'];
  url: string;
  /** Text of the bodies, cut to 16 KiB; streams are described, confidential ones left out. */
  requestBody: string | null;
  responseBody: string | null;
  status: number | null;
  requestId: string | null;
  durationMs: number;
  outcome: HttpOutcome['kind'];
  /** What went wrong, where no whole reply came. */
  message: string | null;
}

export type Acquired = { ok: true } | { ok: false; retryAfter: number };

/** What belongs to one use of a client rather than to the client. */
export interface HttpUse {
  /** Called once for each `send`, also for what was never sent. Must not throw. */
  onExchange?: (exchange: Exchange) => void;
  /** Asks the rate budget; never called for `none`. */
  acquire?: (budget: 'read' | 'write') => Promise<Acquired>;
}

export interface HttpClientOptions extends HttpUse {
  /** Refuses addresses that are not public. Without it every address is reached. */
  guard?: AddressGuard;
  /** Sockets that are shared with other clients; made with the same guard. Absent: sockets of its own. */
  agents?: Agents;
  /** Secret values; they reach neither evidence nor messages nor the provider's copy of a reply. */
  redact?: readonly string[];
  /** Milliseconds for a whole exchange; 30,000 by default. */
  defaultTimeoutMs?: number;
  /** Largest reply in bytes; 2 MiB by default. */
  maxReplyBytes?: number;
  userAgent?: string;
}

/** An `HttpPort` that owns sockets. */
export interface HttpClient extends HttpPort {
  /** The same client with another budget and another listener. */
  lend(use: HttpUse): HttpPort;
  /** Closes idle sockets, unless they are shared. */
  close(): void;
}

const KIB = 1024;
const TEXT_LIMIT = 64 * KIB;
const EVIDENCE_LIMIT = 16 * KIB;
const LONGEST_MESSAGE = KIB;
/** In place of bodies that carry a new secret, which no redactor can know. */
const WITHHELD = '[not recorded: it carries a secret]';
const LONGEST_REQUEST_ID = 256;
/** A shorter secret could be an ordinary word of a reply. */
const SHORTEST_SECRET_IN_REPLIES = 8;

export function createHttpClient(options: HttpClientOptions = {}): HttpClient {
  const agents = options.agents ?? createAgents(options.guard);
  const redactor = createRedactor(options.redact ?? []);
  const replies = createRedactor(
    (options.redact ?? []).filter((secret) => secret.length >= SHORTEST_SECRET_IN_REPLIES),
  );
  const instance = axios.create({
    adapter: 'http',
    httpAgent: agents.http,
    httpsAgent: agents.https,
    proxy: false,
    maxRedirects: 0,
    maxBodyLength: Infinity,
    maxContentLength: options.maxReplyBytes ?? 2 * KIB * KIB,
    responseType: 'text',
    validateStatus: null,
    transformRequest: [(data: unknown) => data],
    transformResponse: [(data: unknown) => data],
  });
  const sender = { instance, options, redactor, replies };
  return {
    send: (request) => send(sender, request),
    lend: (use) => ({ send: (request) => send({ ...sender, options: { ...options, ...use } }, request) }),
    close: () => {
      if (options.agents !== undefined) return;
      agents.http.destroy();
      agents.https.destroy();
    },
  };
}

interface Sender {
  instance: AxiosInstance;
  options: HttpClientOptions;
  redactor: Redactor;
  replies: Redactor;
}

async function send(sender: Sender, request: HttpRequest): Promise<HttpOutcome> {
  const startedAt = performance.now();
  const elapsed = () => Math.round(performance.now() - startedAt);
  const url = urlOf(request);
  let body: EncodedBody | null = null;
  let outcome: HttpOutcome;
  const refusal =
    url === null
      ? notSent('invalid', 'The request has no valid address.')
      : await refuse(sender, request, url);
  if (refusal || url === null) {
    outcome = refusal ?? notSent('invalid', 'The request has no valid address.');
  } else {
    body = encodeBody(request.body);
    outcome = await exchange(sender, request, url, body, elapsed);
  }
  if (outcome.kind !== 'response')
    outcome.message = shown(sender.redactor.text(outcome.message), LONGEST_MESSAGE);
  sender.options.onExchange?.(evidence(sender.redactor, request, url, body, outcome, elapsed()));
  return outcome;
}

async function refuse(sender: Sender, request: HttpRequest, url: URL): Promise<BrokenOutcome | null> {
  const problem = headersProblem(request.headers ?? {});
  if (problem !== null) return notSent('invalid', problem);
  const verdict = sender.options.guard?.check(url);
  if (verdict && !verdict.ok) return notSent('blocked', verdict.reason);
  if (request.budget === 'none' || !sender.options.acquire) return null;
  const acquired = await sender.options.acquire(request.budget);
  if (acquired.ok) return null;
  return notSent('budget', 'The rate budget of this connection is used up for now.', acquired.retryAfter);
}

async function exchange(
  sender: Sender,
  request: HttpRequest,
  url: URL,
  body: EncodedBody,
  elapsed: () => number,
): Promise<HttpOutcome> {
  const timeoutMs = request.timeoutMs ?? sender.options.defaultTimeoutMs ?? 30_000;
  const watch: SocketWatch = { connected: false, secured: false };
  const controller = new AbortController();
  let timedOut = false;
  // One timer over connecting, sending and the last byte of the reply: a slow drip resets no clock.
  const timer = setTimeout(() => {
    timedOut = true;
    controller.abort();
  }, timeoutMs);
  try {
    const response = await sender.instance.request<string>({
      url: url.href,
      method: request.method,
      headers: headersOf(sender.options, request, body),
      data: body.data,
      signal: controller.signal,
      transport: watchedTransport(watch),
    });
    return replyOf(sender.replies, response, elapsed());
  } catch (error) {
    return classifyFailure({ error, watch, timedOut, timeoutMs, durationMs: elapsed() });
  } finally {
    clearTimeout(timer);
    if (typeof body.data === 'object') body.data.destroy();
  }
}

function headersOf(
  options: HttpClientOptions,
  request: HttpRequest,
  body: EncodedBody,
): InstanceType<typeof AxiosHeaders> {
  const headers = new AxiosHeaders({
    Accept: 'application/json',
    'User-Agent': options.userAgent ?? 'Postern',
    ...body.headers,
  });
  headers.set(request.headers ?? {});
  // axios would name a content type of its own for a POST without a body.
  if (body.data === undefined && !headers.hasContentType()) headers.setContentType(false);
  return headers;
}

function replyOf(redactor: Redactor, response: AxiosResponse<string>, durationMs: number): HttpOutcome {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(response.headers)) {
    if (value != null) headers[name.toLowerCase()] = redactor.secretsOnly(headerText(value));
  }
  const text = storableText(redactor.secretsOnly(response.data ?? ''));
  const requestId = headers['x-request-id'] ?? headers['request-id'] ?? headers['x-correlation-id'];
  return {
    kind: 'response',
    status: response.status,
    headers,
    // Upstreams mislabel their bodies both ways, so only the text itself decides.
    json: readJson(text),
    // Events are cut nowhere: half a stream would lose the message at its end.
    text: isEventStream(headers) ? text : cutText(text, TEXT_LIMIT),
    requestId: requestId === undefined ? null : cutText(requestId, LONGEST_REQUEST_ID),
    durationMs,
  };
}

function isEventStream(headers: Record<string, string>): boolean {
  return /^text\/event-stream\b/i.test(headers['content-type'] ?? '');
}

function headerText(value: unknown): string {
  if (Array.isArray(value)) return value.join(', ');
  return typeof value === 'string' ? value : String(value);
}

function urlOf(request: HttpRequest): URL | null {
  if (!URL.canParse(request.url)) return null;
  const url = new URL(request.url);
  for (const [name, value] of Object.entries(request.query ?? {})) {
    if (value === undefined) continue;
    for (const item of typeof value === 'object' ? value : [String(value)])
      url.searchParams.append(name, item);
  }
  return url;
}

function evidence(
  redactor: Redactor,
  request: HttpRequest,
  url: URL | null,
  body: EncodedBody | null,
  outcome: HttpOutcome,
  durationMs: number,
): Exchange {
  const replied = outcome.kind === 'response';
  const bodyText = (text: string) => (request.confidential ? WITHHELD : redactor.body(text));
  return {
    method: request.method,
    url: shown(redactor.text(shownUrl(url, request.url)), EVIDENCE_LIMIT),
    requestBody: body?.shown == null ? null : shown(bodyText(body.shown), EVIDENCE_LIMIT),
    responseBody: replied ? shown(bodyText(outcome.text), EVIDENCE_LIMIT) : null,
    status: replied ? outcome.status : null,
    requestId: replied ? outcome.requestId : null,
    durationMs,
    outcome: outcome.kind,
    message: replied ? null : outcome.message,
  };
}

function shown(text: string, longest: number): string {
  return cutText(storableText(text), longest);
}

function shownUrl(url: URL | null, given: string): string {
  if (!url) return given;
  const shown = new URL(url);
  shown.username = '';
  shown.password = '';
  return shown.href;
}
