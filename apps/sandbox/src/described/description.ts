import type { IncomingHttpHeaders } from 'node:http';
import type { z } from 'zod';
import type { PacedDelay } from '../frame/clock';
import type { RenderedError } from '../frame/simulator';
import type { DescribedName } from '../frame/upstream-names';
import type { Desk } from './desk';
import type { SeedIds } from './ids';
import type { Account, Customer, Group, Row } from './model';

/**
 * How one publishing API is spoken. The engine around it keeps customers, posts, schedules and time, lets the
 * network take what is due (magic words and fault rules included), carries out faults, logs requests and sends
 * webhooks. A description adds what differs: auth, routes with their bodies and rules, the words on the wire.
 *
 * It is written from the API's documentation alone, never from a provider's manifest, and is as strict as that
 * documentation wherever a wrong manifest would otherwise go unnoticed: unknown members, wrong types and missing
 * ones are refused in the API's own words (`z.strictObject` in `Call.body` and `Call.query`). Where the
 * documentation is silent, `notes` say what was chosen; where it contradicts itself, `variants` let callers choose.
 */
export interface UpstreamDescription {
  readonly name: DescribedName;
  /** Path of the documented base address: `/api/v1`. Seeds give both addresses, with and without it. */
  readonly basePath: string;
  /** What was chosen where the documentation is silent, one sentence each. */
  readonly notes: readonly string[];
  /** Choices where it contradicts itself, by name; the first word is the default. */
  readonly variants?: Readonly<Record<string, readonly [string, ...string[]]>>;
  readonly auth: Auth;
  /** A customer; called once for each, and must give the same for the same ids. */
  customer(ids: SeedIds): CustomerSeed;
  /** Ids of new posts and their rows; default 24 hexadecimal digits. A route may give its own instead. */
  readonly ids?: { group?(): string; row?(): string };
  readonly refusals: Refusals;
  /** The documented rate; in force only where a sandbox was started with documented limits. */
  readonly limits?: Limits;
  /** A network's passing failure (rate, server, `#retry-once`) is tried once more before the row is final. */
  readonly retries?: boolean;
  /** Rows that end well and yet on no network: they lie in the app's inbox, for a human to post. */
  inboxOnly?(row: Row): boolean;
  /** Files are put at addresses of `Call.presign`, beside the API and without its key; one for this group has come. */
  onUpload?(group: Group, fileUrl: string): void;
  readonly routes: readonly Route[];
  readonly webhooks?: WebhookSpeech;
}

export interface Auth {
  /** In lower case; one for each family where several speak alike. */
  readonly header: string | ((variant: ReadVariant) => string);
  /** The word before the key; null = the bare key. */
  readonly scheme: string | null;
  /** Which part of the customer the call is about (a profile's header); may throw a `Refusal`. Default: the main one. */
  scope?(headers: IncomingHttpHeaders, customer: Customer, variant: ReadVariant): string;
}

/** The chosen word of a variant that the description names. */
export type ReadVariant = (name: string) => string;

export interface CustomerSeed {
  readonly apiKey: string;
  /** Several platforms, and at least one account that is `expired`, so that a post can fail in part. */
  readonly accounts: readonly Account[];
  readonly extra?: Readonly<Record<string, string>>;
}

/** What is wrong with a body or a query. */
export interface Problem {
  /** `platforms.0.accountId`; empty = all of it. */
  readonly path: string;
  readonly message: string;
  /** The member is not known at all. */
  readonly isUnknown: boolean;
}

/** The API's ways to say no, where the engine says it. */
export interface Refusals {
  /** `scheme`: the header is there, in another form. */
  unauthorized(problem: 'missing' | 'scheme' | 'unknown'): RenderedError;
  invalid(problems: readonly Problem[], place: 'body' | 'query'): RenderedError;
  readonly noRoute: RenderedError;
  tooMany(waitMs: number | null): RenderedError;
  /** Content that it does not take: the fault `refuse`. */
  readonly refused: RenderedError;
  /** The faults `503` and `accept-then-500`. */
  readonly unavailable: RenderedError;
  readonly internal: RenderedError;
}

export interface Limits {
  /** All that apply, per API key; `operations`: only those routes count, together. */
  readonly windows: readonly RateWindow[];
  /** Told of the first window with every answer. */
  headers?(use: { count: number; used: number; resetInMs: number; nowMs: number }): Record<string, string>;
}

export interface RateWindow {
  readonly count: number;
  readonly perMs: number;
  readonly operations?: readonly string[];
}

export type BodyKind = 'json' | 'form' | 'multipart';

export interface Route {
  /** `create`: rules and the request log call it `zernio.create`. */
  readonly operation: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below the base path, with `:name` parameters; several where several are documented. */
  readonly path: string | readonly string[];
  /** Default `json`. In forms every value is a string, a list of them where a name repeats, or an `UploadedFile`. */
  readonly bodies?: readonly BodyKind[];
  /** Answers with rows that have a time: use `Desk.list`, so that they may lag. */
  readonly lists?: true;
  /** The text that this request submits, for magic words; left out where it submits none. */
  readonly text?: (body: unknown) => string | null;
  /** Any id of the post that it is about, for rules that name the operation; default: the parameter `id`. */
  readonly about?: (request: { params: Params; query: RawQuery; body: unknown }) => string | undefined;
  /** May throw a `Refusal` (`refuse(404, body)`). */
  handle(call: Call): Reply;
}

export interface UploadedFile {
  readonly filename: string;
  readonly contentType: string;
  readonly sizeBytes: number;
  readonly sha256: string;
}

export interface Reply {
  /** Default 200. */
  readonly status?: number;
  /** Something was done although the status is one of failure: faults may then spoil the answer. */
  readonly tookEffect?: true;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: unknown;
}

export type Params = Readonly<Record<string, string>>;
/** A name that repeats has a list. */
export type RawQuery = Readonly<Record<string, string | string[]>>;

/** One authenticated request. */
export interface Call {
  readonly customer: Customer;
  readonly scope: string;
  /** Accounts of that scope, less those too young for a list that lags. */
  readonly accounts: readonly Account[];
  readonly params: Params;
  readonly headers: IncomingHttpHeaders;
  readonly rawBody: unknown;
  readonly rawQuery: RawQuery;
  /** The body or the query as the schema reads it; else throws `Refusals.invalid`. */
  body<S extends z.ZodType>(schema: S): z.output<S>;
  query<S extends z.ZodType>(schema: S): z.output<S>;
  /** The posts that this caller may see. */
  readonly desk: Desk;
  /** By the upstream's clock. */
  readonly nowMs: number;
  readonly now: string;
  /** An absolute address below the base path, at the host that the caller called. */
  url(path: string): string;
  readonly variant: ReadVariant;
  /** Addresses for a file: one takes a single PUT with this content type within the hour; the group may be unknown. */
  presign(key: string, contentType: string, group: Group | undefined): { putUrl: string; fileUrl: string };
  /** The same answer for so long, as an API with a cache gives it. */
  cached<T>(key: string, forMs: number, build: () => T): T;
}

/** What happened to a post. `row`: one row became final; `done`: the last one did. */
export type ChangeKind = 'created' | 'scheduled' | 'updated' | 'canceled' | 'removed' | 'row' | 'done';

export interface Change {
  readonly kind: ChangeKind;
  readonly group: Group;
  /** Only with `row`. */
  readonly row: Row | null;
  /** ISO-8601 UTC. */
  readonly at: string;
  readonly variant: ReadVariant;
}

export interface WebhookSpeech {
  /** What is sent for a change: nothing, one event or several. The body is sent as JSON. */
  tell(change: Change): readonly WebhookEvent[];
  /** Its bytes; default: compact JSON. */
  text?(body: unknown, variant: ReadVariant): string;
  /** Headers of one attempt; the signature is made over exactly these bytes. */
  headers(content: SignedEvent): Record<string, string>;
  /** Waits before each attempt, the first included; the sandbox's own where the documentation names none. */
  readonly attempts?: readonly PacedDelay[];
}

export interface WebhookEvent {
  readonly event: string;
  readonly body: unknown;
  /** What somebody would send who wants the opposite believed, where turning `event` or `data.status` round is not it. */
  readonly lie?: unknown;
}

export interface SignedEvent {
  readonly body: string;
  readonly event: string;
  /** The same for every attempt. */
  readonly eventId: string;
  readonly secret: string;
  readonly nowMs: number;
  readonly variant: ReadVariant;
}
