/** What went over the wire, for logs and for what the body does not say. */
export interface ReplyInfo {
  /** E.g. 202 where a command was taken but is not done yet. */
  status: number;
  headers: Headers;
  requestId: string | null;
  /** The gateway answered from its memory: an earlier try, whose reply was lost, had done the work. */
  replayed: boolean;
  /** 1 where the first try was answered. */
  tries: number;
}

/** Every call takes these; what is not given is as the client was told. */
export interface RequestOptions {
  /** At most 255 characters. Every POST has one, made up where none is given, and all its tries share it. */
  idempotencyKey?: string;
  /** Ends the call at once, with the signal's reason. */
  signal?: AbortSignal;
  /** For each try, until the reply is read. */
  timeoutMs?: number;
  /** For all tries and the pauses between them. */
  totalTimeoutMs?: number;
  /** How often a failed try is repeated; 0 for never. */
  maxRetries?: number;
  /** Further headers. */
  headers?: Readonly<Record<string, string>>;
  /** Told of the reply that ended the call well. */
  onReply?: (info: ReplyInfo) => void;
}

/** A page that was signed in (`POST /v1/session`): the browser sends the cookie, this the token beside it. */
export interface BrowserSession {
  /** Of the session as last read; `null` before it is known. */
  csrfToken: () => string | null;
}

/** Who calls: a service with its key, or a page of the gateway's own origin with its session. */
export type Credentials =
  { apiKey: string; session?: undefined } | { apiKey?: undefined; session: BrowserSession };

export type SenderOptions = SendingOptions & Credentials;

export interface SendingOptions {
  /** Where the gateway is, e.g. `https://postern.internal`; without `/v1`. */
  baseUrl: string;
  /** For each try; default 30,000. */
  timeoutMs?: number;
  /** For all tries and the pauses between them; default 120,000. */
  totalTimeoutMs?: number;
  /** Default 4. */
  maxRetries?: number;
  /** Default: the global `fetch`. */
  fetch?: Fetch;
}

/** As much of `fetch` as is used, so that one can be written by hand. */
export type Fetch = (
  url: string,
  init: {
    method: string;
    headers: Record<string, string>;
    body?: string | FormData | ReadableStream<Uint8Array>;
    signal: AbortSignal;
    redirect: 'error';
    duplex?: 'half';
  },
) => Promise<Response>;
