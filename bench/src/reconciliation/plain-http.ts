import type { HttpOutcome, HttpPort, HttpRequest } from '@postern/core';

/** HTTP for the bench's own calls to an upstream: JSON only, and without the gateway's budgets. */
export const plainHttp: HttpPort = {
  async send(request: HttpRequest): Promise<HttpOutcome> {
    const startedAt = performance.now();
    const url = new URL(request.url);
    for (const [name, value] of Object.entries(request.query ?? {})) {
      if (value !== undefined) url.searchParams.set(name, String(value));
    }
    const { contentType, text: body } = bodyOf(request);
    const response = await fetch(url, {
      method: request.method,
      headers: { ...contentType, ...request.headers },
      body,
    });
    const text = await response.text();
    return {
      kind: 'response',
      status: response.status,
      headers: Object.fromEntries(response.headers),
      json: text === '' ? undefined : (JSON.parse(text) as unknown),
      text,
      requestId: null,
      durationMs: performance.now() - startedAt,
    };
  },
};

function bodyOf({ body }: HttpRequest): { contentType: Record<string, string>; text: string | undefined } {
  if (body === undefined) return { contentType: {}, text: undefined };
  switch (body.kind) {
    case 'json':
      return { contentType: { 'content-type': 'application/json' }, text: JSON.stringify(body.value) };
    case 'raw':
      return { contentType: { 'content-type': body.contentType }, text: body.text };
    case 'form':
    case 'multipart':
    case 'media':
      throw new Error(`The bench sends no ${body.kind} bodies.`);
  }
}
