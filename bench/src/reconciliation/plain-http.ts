import type { HttpOutcome, HttpPort, HttpRequest } from '@postern/core';

/** HTTP for the bench's own calls to an upstream: JSON and files, and without the gateway's budgets. */
export const plainHttp: HttpPort = {
  async send(request: HttpRequest): Promise<HttpOutcome> {
    const startedAt = performance.now();
    const url = new URL(request.url);
    for (const [name, value] of Object.entries(request.query ?? {})) {
      if (value !== undefined) url.searchParams.set(name, String(value));
    }
    const { contentType, data } = await bodyOf(request);
    const response = await fetch(url, {
      method: request.method,
      headers: { ...(contentType === null ? {} : { 'content-type': contentType }), ...request.headers },
      ...(data === null ? {} : { body: data }),
    });
    const text = await response.text();
    return {
      kind: 'response',
      status: response.status,
      headers: Object.fromEntries(response.headers),
      json: readJson(text),
      text,
      requestId: null,
      durationMs: performance.now() - startedAt,
    };
  },
};

/** `undefined` where it is none, as the contract wants it. */
function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

interface Body {
  contentType: string | null;
  data: string | Uint8Array<ArrayBuffer> | null;
}

async function bodyOf({ body }: HttpRequest): Promise<Body> {
  if (body === undefined) return { contentType: null, data: null };
  switch (body.kind) {
    case 'json':
      return { contentType: 'application/json', data: JSON.stringify(body.value) };
    case 'raw':
      return { contentType: body.contentType, data: body.text };
    case 'media': {
      const chunks: Uint8Array[] = [];
      for await (const chunk of body.media.stream) chunks.push(chunk);
      return { contentType: body.media.contentType, data: new Uint8Array(Buffer.concat(chunks)) };
    }
    case 'form':
    case 'multipart':
      throw new Error(`The bench sends no ${body.kind} bodies.`);
  }
}
