/** What the sender has to know of an operation; the table of all of them is generated. */
export interface Operation {
  /** The operationId of the OpenAPI document. */
  readonly id: string;
  readonly method: string;
  /** With its parameters in braces, as in `/v1/posts/{id}`. */
  readonly path: string;
  readonly query: readonly string[];
  /** Options of the call that travel as headers, with the header's name. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: readonly string[];
  /** It takes an Idempotency-Key. */
  readonly idempotent: boolean;
  readonly reply: 'json' | 'text' | 'events' | 'none';
  /** For lists: the parameter that asks for what follows; null where there is one page only. */
  readonly page?: string | null;
  /** It takes no key of the API. */
  readonly public?: boolean;
}

export interface CallInput {
  path?: Readonly<Record<string, string>>;
  query?: object;
  body?: unknown;
}
