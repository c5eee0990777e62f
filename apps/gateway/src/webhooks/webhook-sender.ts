import http from 'node:http';
import https from 'node:https';
import { Inject, Injectable } from '@nestjs/common';
import {
  type AddressGuard,
  type Agents,
  createAgents,
  cutText,
  parseRetryAfter,
  storableText,
} from '@postern/provider-kit';
import { CONFIG, type Config } from '../config/config';
import { ADDRESS_GUARD } from '../connections/address-guard.provider';
import { tracingHeaders } from '../tracing/spans';
import { readVersion } from '../version';
import { errorWords, redirectWords } from './webhook-sender-words';

export interface WebhookRequest {
  url: string;
  contentType: string;
  body: string;
  /** `webhook-id`, `webhook-timestamp` and `webhook-signature`. */
  id: string;
  timestamp: number;
  signature: string;
}

export type WebhookOutcome =
  /** 2xx. */
  | 'delivered'
  /** An answer that is none of 2xx. */
  | 'rejected'
  | 'timeout'
  /** No connection, or it broke. */
  | 'unreachable'
  /** The address is none that we send to. */
  | 'blocked';

export interface WebhookAnswer {
  outcome: WebhookOutcome;
  /** `null`: no answer came. */
  status: number | null;
  /** The beginning of what was answered; `null`: no answer came. */
  body: string | null;
  /** A sentence for the endpoint's owner; `null` where the status says it all. */
  error: string | null;
  /** Seconds that the endpoint asks us to wait. */
  retryAfter: number | null;
  durationMs: number;
}

/** Of an answer: read until here, so that a small one leaves its connection in order. */
const READ_BYTES = 16 * 1024;
const KEPT_CHARACTERS = 1_000;
const LONGEST_PAUSE_SECONDS = 86_400;
const MAY_PAUSE = [429, 503];

type Ended = Omit<WebhookAnswer, 'durationMs'>;

/** Posts one message to one endpoint. Never throws. */
@Injectable()
export class WebhookSender {
  private readonly agents: Agents;
  private readonly userAgent = `Postern-Webhooks/${readVersion()}`;
  private readonly timeoutSeconds: number;

  constructor(
    @Inject(ADDRESS_GUARD) private readonly guard: AddressGuard,
    @Inject(CONFIG) config: Config,
  ) {
    this.agents = createAgents(guard);
    this.timeoutSeconds = config.webhooks.timeoutSeconds;
  }

  /** Ends every connection, also those in use. */
  close(): void {
    this.agents.http.destroy();
    this.agents.https.destroy();
  }

  /** @param abandoned aborted where nobody waits for the answer any more */
  async send(request: WebhookRequest, abandoned: AbortSignal): Promise<WebhookAnswer> {
    const began = performance.now();
    const verdict = this.guard.check(request.url);
    const ended = verdict.ok
      ? await this.exchange(request, abandoned)
      : unanswered('blocked', verdict.reason);
    return { ...ended, durationMs: Math.round(performance.now() - began) };
  }

  /** One time-out over connecting, sending and what is read: a slow drip resets no clock. */
  private async exchange(request: WebhookRequest, abandoned: AbortSignal): Promise<Ended> {
    const over = new AbortController();
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      over.abort();
    }, this.timeoutSeconds * 1000);
    const end = () => over.abort();
    abandoned.addEventListener('abort', end);
    if (abandoned.aborted) end();
    try {
      const first = await this.once(request, over.signal);
      // A connection that was kept had been closed by the other side meanwhile; nothing was said of this message.
      const ended = first === 'stale' ? await this.once(request, over.signal) : first;
      if (ended === 'stale') return unanswered('unreachable', errorWords({ code: 'ECONNRESET' }));
      return late ? this.timedOut(ended) : ended;
    } finally {
      clearTimeout(timer);
      abandoned.removeEventListener('abort', end);
    }
  }

  private timedOut(ended: Ended): Ended {
    if (ended.outcome !== 'unreachable') return ended;
    return { ...ended, outcome: 'timeout', error: `No whole answer came within ${this.timeoutSeconds} s.` };
  }

  private once(message: WebhookRequest, signal: AbortSignal): Promise<Ended | 'stale'> {
    const url = new URL(message.url);
    const secure = url.protocol === 'https:';
    return new Promise((resolve) => {
      let heard = false;
      const fail = (error: unknown) => {
        // From its beginning on, the answer itself tells of its end.
        if (heard) return;
        const stale = request.reusedSocket && isReset(error) && !signal.aborted;
        resolve(stale ? 'stale' : failed(error));
      };
      const request = (secure ? https : http).request(url, {
        method: 'POST',
        agent: secure ? this.agents.https : this.agents.http,
        headers: this.headers(message),
        signal,
      });
      request.once('response', (response) => {
        heard = true;
        readBeginning(response).then(
          (text) => resolve(answered(response, text)),
          (error: unknown) => {
            resolve(brokenOff(response, error));
          },
        );
      });
      request.once('upgrade', (response, socket) => {
        heard = true;
        socket.destroy();
        resolve(answered(response, ''));
      });
      request.once('error', fail);
      request.once('close', () => fail({ code: 'ECONNRESET' }));
      request.end(message.body);
    });
  }

  private headers({ id, timestamp, signature, contentType, body }: WebhookRequest): http.OutgoingHttpHeaders {
    return {
      accept: '*/*',
      'content-type': contentType,
      'content-length': Buffer.byteLength(body),
      'user-agent': this.userAgent,
      'webhook-id': id,
      'webhook-timestamp': String(timestamp),
      'webhook-signature': signature,
      ...tracingHeaders('webhooks'),
    };
  }
}

/** Up to `READ_BYTES`; of a longer answer the rest is left unread, and its connection ended. */
async function readBeginning(response: http.IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    length += chunk.length;
    if (length >= READ_BYTES) break;
  }
  const text = Buffer.concat(chunks).subarray(0, READ_BYTES).toString('utf8');
  return cutText(storableText(text), KEPT_CHARACTERS);
}

function answered(response: http.IncomingMessage, body: string): Ended {
  const status = response.statusCode ?? 0;
  return {
    outcome: status >= 200 && status <= 299 ? 'delivered' : 'rejected',
    status,
    body,
    error: status >= 300 && status <= 399 ? redirectWords(status) : null,
    retryAfter: retryAfterOf(response),
  };
}

/** The status had come, but not all that was to be read after it. */
function brokenOff(response: http.IncomingMessage, error: unknown): Ended {
  const { error: words } = failed(error);
  return {
    outcome: 'unreachable',
    status: response.statusCode ?? null,
    body: '',
    error: words,
    retryAfter: retryAfterOf(response),
  };
}

function retryAfterOf({ statusCode = 0, headers }: http.IncomingMessage): number | null {
  const asked = MAY_PAUSE.includes(statusCode) ? parseRetryAfter(headers['retry-after']) : null;
  return asked === null ? null : Math.min(asked, LONGEST_PAUSE_SECONDS);
}

function failed(error: unknown): Ended {
  const words = errorWords(error);
  return unanswered(isBlocked(error) ? 'blocked' : 'unreachable', words);
}

function unanswered(outcome: WebhookOutcome, error: string): Ended {
  return { outcome, status: null, body: null, error, retryAfter: null };
}

const isBlocked = (error: unknown): boolean => codeOf(error) === 'EBLOCKED';
const isReset = (error: unknown): boolean => ['ECONNRESET', 'EPIPE'].includes(codeOf(error));

function codeOf(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : '';
  return typeof code === 'string' ? code : '';
}
