/**
 * The MCP client's requests, made through the context's HTTP: so they are budgeted, guarded, timed and kept as
 * evidence like all others, and what each of them came to is known exactly.
 */
import type { HttpOutcome, HttpPort, HttpRequest } from '@postern/core';
import type { HttpReply } from '@postern/provider-kit';
import { createParser } from 'eventsource-parser';
import { isJsonObject } from './value-path';

/** For the end of a session, on which nothing depends. */
const FAREWELL_MS = 5_000;

/** One message that was sent, and what came of it. */
export interface WireCall {
  /** `initialize`, `tools/call`…; null for what is no message. */
  method: string | null;
  outcome: HttpOutcome;
  /** The JSON-RPC reply to this very request; null where the body holds none. */
  answer: Record<string, unknown> | null;
}

/** Where a tool call goes, as `buildRequest` made it. */
export type WireTarget = Pick<HttpRequest, 'url' | 'headers' | 'timeoutMs' | 'budget'>;

export class McpWire {
  readonly calls: WireCall[] = [];

  constructor(
    private readonly http: HttpPort,
    private readonly target: WireTarget,
  ) {}

  /**
   * Stands in for `fetch` in the SDK's transport. Throws where no reply can be shown to the SDK: it must neither
   * follow a redirect with the message nor wait for an answer that cannot come any more.
   */
  readonly fetch = async (_url: string | URL, init: RequestInit = {}): Promise<Response> => {
    // The server's own messages, which the SDK would wait for in a stream of their own, are of no use here.
    if (init.method === 'GET') return new Response(null, { status: 405 });
    const message = readMessage(init.body);
    const outcome = await this.http.send(this.requestOf(init, message));
    const answer = outcome.kind === 'response' ? answerTo(message, outcome) : null;
    this.calls.push({ method: messageMethod(message), outcome, answer });
    if (outcome.kind !== 'response') throw new Error(outcome.message);
    if (outcome.status >= 300 && outcome.status < 400) throw new Error('A redirect is not followed.');
    const isAsked = isJsonObject(message) && message['id'] !== undefined;
    if (isAsked && isSuccess(outcome) && answer === null) throw new Error('The reply holds no answer.');
    return responseOf(outcome, answer);
  };

  private requestOf(init: RequestInit, message: unknown): HttpRequest {
    const { url, timeoutMs, budget } = this.target;
    return {
      method: init.method === 'DELETE' ? 'DELETE' : 'POST',
      url,
      headers: { ...this.target.headers, ...Object.fromEntries(new Headers(init.headers)) },
      ...(typeof init.body === 'string'
        ? { body: { kind: 'raw', text: init.body, contentType: 'application/json' } }
        : {}),
      timeoutMs: init.method === 'DELETE' ? FAREWELL_MS : timeoutMs,
      // What surrounds the call changes nothing upstream.
      budget: messageMethod(message) === 'tools/call' || budget === 'none' ? budget : 'read',
    };
  }
}

function readMessage(body: unknown): unknown {
  return typeof body === 'string' ? (JSON.parse(body) as unknown) : null;
}

function messageMethod(message: unknown): string | null {
  const method = isJsonObject(message) ? message['method'] : null;
  return typeof method === 'string' ? method : null;
}

/** The message with the request's id, from a JSON body or from a stream of events. */
function answerTo(message: unknown, reply: HttpReply): Record<string, unknown> | null {
  const id = isJsonObject(message) ? message['id'] : undefined;
  if (id === undefined || !isSuccess(reply)) return null;
  const isStream = /^text\/event-stream\b/i.test(reply.headers['content-type'] ?? '');
  const found = (isStream ? eventsOf(reply.text) : [reply.json].flat()).find(
    (each) => isJsonObject(each) && each['id'] === id && ('result' in each || 'error' in each),
  );
  return isJsonObject(found) ? found : null;
}

function eventsOf(text: string): unknown[] {
  const events: unknown[] = [];
  const parser = createParser({
    onEvent: ({ data }) => {
      try {
        events.push(JSON.parse(data));
      } catch {
        // What is no message is no answer either; a stream may hold the answer all the same.
      }
    },
  });
  parser.feed(text);
  return events;
}

/** The answer alone, as JSON, whichever way it was framed, and without members that JSON-RPC does not know. */
function responseOf(reply: HttpReply, answer: Record<string, unknown> | null): Response {
  const headers = new Headers({ 'content-type': 'application/json' });
  const session = reply.headers['mcp-session-id'];
  if (session !== undefined) headers.set('mcp-session-id', session);
  const hasNoBody = reply.status === 204 || reply.status === 205 || reply.status < 200;
  const body = answer === null ? reply.text : JSON.stringify(plainAnswer(answer));
  return new Response(hasNoBody ? null : body, { status: hasNoBody ? 204 : reply.status, headers });
}

function plainAnswer({ id, ...answer }: Record<string, unknown>): Record<string, unknown> {
  const said = 'error' in answer ? { error: answer['error'] } : { result: answer['result'] };
  return { jsonrpc: '2.0', id, ...said };
}

function isSuccess({ status }: HttpReply): boolean {
  return status >= 200 && status < 300;
}
