/** An HttpPort that answers from a script and remembers what it was asked. */
import type { HttpOutcome, HttpPort, HttpRequest, Json } from '@postern/core';

type Answer = HttpOutcome | ((request: HttpRequest) => HttpOutcome);

export interface ScriptedHttp extends HttpPort {
  requests: HttpRequest[];
  /** `PUT /update-post/…` of each request, in order. */
  calls(): string[];
  /** JSON body of the nth request whose path begins so. */
  bodyOf(path: string, index?: number): Json | undefined;
}

export const BASE_URL = 'https://postpost.test/api/v1';

/** `answers` by `METHOD /first-segment`; several are used in turn, the last one again and again. */
export function scriptedHttp(answers: Record<string, Answer | Answer[]>): ScriptedHttp {
  const requests: HttpRequest[] = [];
  const used = new Map<string, number>();
  return {
    requests,
    calls: () => requests.map(({ method, url }) => `${method} ${url.replace(BASE_URL, '')}`),
    bodyOf: (path, index = 0) => {
      const { body } = requests.filter(({ url }) => url.startsWith(`${BASE_URL}${path}`))[index] ?? {};
      return body?.kind === 'json' ? body.value : undefined;
    },
    send: async (request) => {
      requests.push(request);
      if (request.body?.kind === 'media') for await (const chunk of request.body.media.stream) void chunk;
      const { pathname, origin } = new URL(request.url);
      const segment = request.url.startsWith(BASE_URL) ? pathname.split('/')[3] : origin;
      const key = `${request.method} ${segment}`;
      const list = [answers[key] ?? []].flat();
      const turn = used.get(key) ?? 0;
      used.set(key, turn + 1);
      const answer = list[Math.min(turn, list.length - 1)];
      if (answer === undefined) throw new Error(`Nobody expected ${key}.`);
      return typeof answer === 'function' ? answer(request) : answer;
    },
  };
}

export function reply(status: number, json: Json): HttpOutcome {
  return {
    kind: 'response',
    status,
    headers: {},
    json,
    text: JSON.stringify(json),
    requestId: null,
    durationMs: 1,
  };
}

/** A reply that is no JSON: HTML of an unknown route, XML of the storage. */
export function page(status: number, text: string): HttpOutcome {
  return { kind: 'response', status, headers: {}, json: undefined, text, requestId: null, durationMs: 1 };
}

export const TIMEOUT: HttpOutcome = { kind: 'no_reply', cause: 'timeout', message: 'silence', durationMs: 1 };
