/** The HTTP that the gateway lends to providers: budgeted, guarded, recorded as evidence. Types only. */
import type { Json } from './json';
import type { OpenMedia } from './provider';

export interface HttpPort {
  /** Never throws for what a network can do. Follows no redirects. */
  send(request: HttpRequest): Promise<HttpOutcome>;
}

export interface HttpRequest {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Absolute. */
  url: string;
  /** An array repeats the parameter; `undefined` leaves it out. */
  query?: Record<string, string | number | boolean | readonly string[] | undefined>;
  headers?: Record<string, string>;
  body?: HttpBody;
  /** Milliseconds for the whole exchange; the client's default where absent. */
  timeoutMs?: number;
  /** Which rate budget pays. Uploads to a presigned address pay none. */
  budget: 'read' | 'write' | 'none';
  /** Request or reply carries a secret that nobody knows beforehand: the bodies stay out of the evidence. */
  confidential?: boolean;
}

export type HttpBody =
  | { kind: 'json'; value: Json }
  /** JSON that was serialised before, sent byte for byte. */
  | { kind: 'raw'; text: string; contentType: string }
  | { kind: 'form'; fields: [name: string, value: string][] }
  | {
      kind: 'multipart';
      fields: [name: string, value: string][];
      files: { name: string; media: OpenMedia }[];
    }
  | { kind: 'media'; media: OpenMedia };

export type HttpOutcome =
  /** A whole reply arrived. */
  | {
      kind: 'response';
      status: number;
      /** Names in lower case. */
      headers: Record<string, string>;
      /** Parsed JSON; `undefined` where the body is no JSON. */
      json: unknown;
      /** The body as text, cut to 64 KiB; a stream of events (`text/event-stream`) is whole. */
      text: string;
      requestId: string | null;
      durationMs: number;
    }
  /** Not one byte of the request left. */
  | {
      kind: 'not_sent';
      cause: 'refused' | 'dns' | 'blocked' | 'budget' | 'invalid';
      message: string;
      retryAfter: number | null;
    }
  /** Bytes may have left, and no whole reply came. */
  | {
      kind: 'no_reply';
      cause: 'timeout' | 'reset' | 'too_large' | 'aborted';
      message: string;
      durationMs: number;
    };
