/** Stands in for the network in a trial: keeps each request, answers with what was pasted, sends nothing. */
import type { HttpBody, HttpOutcome, HttpPort, HttpRequest } from '@postern/core';
import { cutText } from '@postern/provider-kit';
import type { ManifestTrial, TrialReply } from './manifest-tools';

/** Requests of one trial: a list that never ends must end here. */
export const MOST_TRIAL_REQUESTS = 20;
const LONGEST_BODY = 20_000;

export class TrialPort implements HttpPort {
  readonly requests: ManifestTrial['requests'] = [];
  /** A request was made for which there was no reply, so that what would follow is not known. */
  isUnanswered = false;
  private isClosed = false;

  constructor(
    private readonly replies: readonly TrialReply[],
    private readonly mask: (text: string) => string,
  ) {}

  send(request: HttpRequest): Promise<HttpOutcome> {
    if (this.isClosed || this.requests.length >= MOST_TRIAL_REQUESTS) {
      return Promise.resolve(notSent('A trial makes no more requests than these.'));
    }
    const reply = this.replies[this.requests.length] ?? this.replies.at(-1);
    this.requests.push(this.shown(request));
    if (reply) return Promise.resolve(asOutcome(reply));
    this.isUnanswered = true;
    return Promise.resolve(notSent('A trial sends nothing.'));
  }

  /** What still runs after the end finds no network either. */
  close(): void {
    this.isClosed = true;
  }

  private shown({ method, url, query, headers, body }: HttpRequest): ManifestTrial['requests'][number] {
    const written = Object.entries(headers ?? {}).map(([name, value]) => [name, this.mask(value)] as const);
    const text = shownBody(body);
    const type = contentType(body);
    return {
      method,
      url: this.mask(fullUrl(url, query)),
      headers: { ...(type === null ? {} : { 'content-type': type }), ...Object.fromEntries(written) },
      body: text === null ? null : this.mask(cutText(text, LONGEST_BODY)),
    };
  }
}

function fullUrl(address: string, query: HttpRequest['query']): string {
  if (!URL.canParse(address)) return address;
  const url = new URL(address);
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value === undefined) continue;
    const values = typeof value === 'object' ? value : [String(value)];
    for (const each of values) url.searchParams.append(name, each);
  }
  return url.href;
}

function shownBody(body: HttpBody | undefined): string | null {
  switch (body?.kind) {
    case undefined:
      return null;
    case 'json':
      return JSON.stringify(body.value);
    case 'raw':
      return body.text;
    case 'form':
      return new URLSearchParams(body.fields).toString();
    case 'multipart':
      return [
        ...body.fields.map(([name, value]) => `${name}=${value}`),
        ...body.files.map(({ name, media }) => `${name}=<${media.fileName}, ${media.contentType}>`),
      ].join('\n');
    case 'media':
      return `<${body.media.fileName}, ${body.media.contentType}>`;
  }
}

function contentType(body: HttpBody | undefined): string | null {
  switch (body?.kind) {
    case undefined:
      return null;
    case 'json':
      return 'application/json';
    case 'raw':
      return body.contentType;
    case 'form':
      return 'application/x-www-form-urlencoded';
    case 'multipart':
      return 'multipart/form-data';
    case 'media':
      return body.media.contentType;
  }
}

function asOutcome({ status, headers = {}, body }: TrialReply): HttpOutcome {
  // A text is a body that is no JSON, as a gateway's HTML page.
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return {
    kind: 'response',
    status,
    headers: lowerCased(headers),
    json: typeof body === 'string' ? undefined : body,
    text,
    requestId: null,
    durationMs: 0,
  };
}

export function lowerCased(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

function notSent(message: string): HttpOutcome {
  return { kind: 'not_sent', cause: 'invalid', message, retryAfter: null };
}
