/** Asks as a stranger for what is an owner's, and listens for anything of theirs in the reply. */
import type { Body } from './api-harness';
import { newId } from '../src/database/ids';
import { type TestGateway, until } from './gateway-harness';
import { type Operation, pathOf } from './isolation-operations';
import { type Kind, MARK, type Rows, type Tenant } from './isolation-tenants';

export interface Asked {
  path?: string;
  query?: Record<string, string | string[]>;
  body?: unknown;
  raw?: FormData;
  headers?: Record<string, string>;
}

/** An event in each of the two workspaces. */
export interface NewEvents {
  tell(): Promise<void>;
  owner: string;
  stranger: string;
}

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  body: Body;
}

const NO_CURSOR = Buffer.from('{}').toString('base64url');

export class IsolationWalker {
  /** What was found of the owner's, and where. */
  readonly leaks: string[] = [];
  readonly requests = new Map<string, number>();
  private readonly sent = new Map<string, Set<string>>();
  private before: Record<string, string> = {};

  private constructor(
    private readonly gateway: TestGateway,
    readonly owner: Tenant,
    readonly stranger: Tenant,
    private readonly rows: Rows,
    private readonly secrets: string[],
  ) {}

  static async of(
    gateway: TestGateway,
    tenants: { owner: Tenant; stranger: Tenant },
    rows: Rows,
  ): Promise<IsolationWalker> {
    const { owner, stranger } = tenants;
    const ids = await rows.idsWithin(owner.workspaceId);
    const { apiKey } = owner.connectionBody.credentials as { apiKey: string };
    const secrets = [...ids, MARK, owner.key, owner.key.slice(0, 29), apiKey];
    const walker = new IsolationWalker(gateway, owner, stranger, rows, secrets);
    walker.before = await rows.fingerprint(owner.workspaceId);
    return walker;
  }

  /** Asks as the stranger. Whatever of the owner's is in the reply, and was not in the request, is a leak. */
  async ask(operation: Operation, asked: Asked = {}): Promise<Answer> {
    this.note(operation, asked);
    const answer = await this.call(operation, asked, this.stranger.key);
    const request = JSON.stringify([asked.path, asked.query, asked.body]);
    this.listen(`${operation.operationId} ${request}`, request, answer);
    if (answer.status >= 500) this.leaks.push(`${operation.operationId} ${request}: ${answer.status}`);
    return answer;
  }

  /** Of a session in which the owner is signed in. */
  async ownersCookie(): Promise<string> {
    const reply = await this.gateway.api.call('POST', '/v1/session', {
      key: null,
      body: { apiKey: this.owner.key },
    });
    this.before = await this.rows.fingerprint(this.owner.workspaceId);
    return reply.headers.get('set-cookie')?.split(';', 1)[0] ?? '';
  }

  /** What the owner is answered: proves that there was something to be hidden. */
  own(operation: Operation, asked: Asked = {}): Promise<Answer> {
    return this.call(operation, asked, this.owner.key);
  }

  /** The answer for each of the owner's things is that for a thing of nobody: 404, in the same words. */
  async hidden(operation: Operation, kind: Kind, variants: Asked[] = [{}]): Promise<void> {
    for (const [nth, asked] of variants.entries()) {
      const ids = this.owner.ids[kind].slice(0, nth === 0 ? undefined : 1);
      for (const id of ids) {
        const theirs = await this.ask(operation, { ...asked, path: pathOf(operation, id) });
        const none = `${id.slice(0, -6)}zzzzzz`;
        const nobodys = await this.ask(operation, { ...asked, path: pathOf(operation, none) });
        const [theirWords, nobodysWords] = [wordsOf(theirs, id), wordsOf(nobodys, none)];
        const refused = theirs.status === 404 || (theirs.status === 422 && asked.query?.cursor !== undefined);
        if (!refused || theirWords !== nobodysWords)
          this.leaks.push(
            `${operation.operationId} ${id}: ${theirs.status} ${theirWords} instead of ${nobodysWords}`,
          );
      }
      if (operation.method !== 'get') continue;
      for (const id of ids) {
        const { status } = await this.own(operation, { ...asked, path: pathOf(operation, id) });
        if (status !== 200) throw new Error(`${operation.operationId} shows ${id} to nobody: ${status}.`);
      }
    }
  }

  /**
   * Neither the list, nor each filter by what is the owner's, nor all of them together, nor the owner's cursors
   * show anything. Each filter must find
   * something for the owner.
   *
   * @param shared filters that may find things of the stranger's own
   */
  async list(
    operation: Operation,
    filters: Record<string, string | string[]>,
    shared: Record<string, string | string[]> = {},
  ): Promise<void> {
    const all = { ...shared, ...filters };
    const single = Object.entries(all).map(([name, value]) => ({ [name]: value }));
    for (const query of [{}, ...single, all]) {
      const { items, nextCursor } = (await this.own(operation, { query: { ...query, limit: '1' } })).body;
      if (items?.length === 0 && query !== all)
        throw new Error(`${operation.operationId} finds nothing by ${JSON.stringify(query)}.`);
      await this.empty(
        operation,
        query,
        Object.keys(query).some((name) => name in filters),
      );
      // Whose list has one page only gives no cursor away.
      const cursor = typeof nextCursor === 'string' ? nextCursor : NO_CURSOR;
      await this.empty(operation, { ...query, cursor }, false);
      await this.empty(operation, { cursor }, false);
    }
  }

  /** After every operation: nothing of the owner's has changed. */
  async unchanged(operation: Operation): Promise<void> {
    const now = await this.rows.fingerprint(this.owner.workspaceId);
    for (const [table, rows] of Object.entries(now))
      if (rows !== this.before[table]) this.leaks.push(`${operation.operationId} changed ${table}.`);
    this.before = now;
  }

  /** Query parameters and ids of the body that no request of the stranger's had. */
  missed({ operationId, query, bodyIds }: Operation): string[] {
    const sent = this.sent.get(operationId) ?? new Set();
    return [...query, ...bodyIds].filter((name) => !sent.has(name));
  }

  /** Notes what of the owner's is in a text that the stranger got. */
  listen(where: string, request: string, { headers, text }: Pick<Answer, 'headers' | 'text'>): void {
    const heard = `${JSON.stringify([...headers])} ${text} ${decoded(text)}`;
    for (const secret of this.secrets)
      if (heard.includes(secret) && !request.includes(secret)) this.leaks.push(`${where} tells ${secret}.`);
  }

  /** What happens in both workspaces as soon as it is told. */
  newEvents(): NewEvents {
    const [owner, stranger] = [newId('evt'), newId('evt')];
    this.secrets.push(owner);
    const tell = async () => {
      await this.rows.write(
        `insert into events (id, workspace_id, type, group_id, post_id, data)
         select distinct on (workspace_id) case workspace_id when $1 then $2 else $4 end, workspace_id, type,
           group_id, post_id, data
         from events where workspace_id in ($1, $3) and type = 'post.published' order by workspace_id, sequence`,
        [this.owner.workspaceId, owner, this.stranger.workspaceId, stranger],
      );
      await this.rows.write(`select number_events('spec', 1000, 100, false)`, []);
      this.before = await this.rows.fingerprint(this.owner.workspaceId);
    };
    return { tell, owner, stranger };
  }

  /** Listens to streams until the first one tells the stranger's news. @returns what each told by then */
  async overhear(operation: Operation, asked: Asked[], news: NewEvents): Promise<string[]> {
    const over = new AbortController();
    const texts = asked.map(() => '');
    const opened = await Promise.all(
      asked.map(async (one) => {
        this.note(operation, one);
        const response = await this.send(operation, one, this.stranger.key, over.signal);
        if (response.status !== 200) throw new Error(`${operation.operationId}: ${response.status}`);
        return response;
      }),
    );
    await news.tell();
    const reading = opened.map(async (response, nth) => {
      const decoder = new TextDecoder();
      for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>)
        texts[nth] += decoder.decode(chunk, { stream: true });
    });
    const ended = Promise.allSettled(reading);
    try {
      await until(() => texts.slice(0, 2).every((text) => text.includes(news.stranger)));
    } finally {
      over.abort();
      await ended;
    }
    for (const [nth, text] of texts.entries()) {
      const request = JSON.stringify(asked[nth]);
      this.listen(`${operation.operationId} ${request}`, request, { headers: opened[nth]!.headers, text });
    }
    return texts;
  }

  private async empty(operation: Operation, query: Asked['query'], nothing: boolean): Promise<void> {
    const answer = await this.ask(operation, { query: { limit: '100', ...query } });
    const items = (answer.body as { items?: unknown[] }).items ?? [];
    const refused = query?.cursor !== undefined && answer.status === 422;
    if ((answer.status !== 200 && !refused) || (nothing && items.length > 0))
      this.leaks.push(
        `${operation.operationId} ${JSON.stringify(query)}: ${answer.status}, ${items.length} items`,
      );
  }

  private async call(operation: Operation, asked: Asked, key: string): Promise<Answer> {
    const response = await this.send(operation, asked, key);
    const text = await response.text();
    const json = response.headers.get('content-type')?.includes('json') === true && text !== '';
    return {
      status: response.status,
      headers: response.headers,
      text,
      body: json ? JSON.parse(text) : {},
    };
  }

  private send(operation: Operation, asked: Asked, key: string, signal?: AbortSignal): Promise<Response> {
    const query = new URLSearchParams(
      Object.entries(asked.query ?? {}).flatMap(([name, value]) =>
        [value].flat().map((one): [string, string] => [name, one]),
      ),
    );
    const headers: Record<string, string> = { authorization: `Bearer ${key}`, ...asked.headers };
    if (asked.body !== undefined) headers['content-type'] = 'application/json';
    return fetch(`${this.gateway.api.url}${asked.path ?? operation.path}?${query.toString()}`, {
      method: operation.method.toUpperCase(),
      headers,
      body: asked.raw ?? (asked.body === undefined ? undefined : JSON.stringify(asked.body)),
      signal,
    });
  }

  private note({ operationId }: Operation, { query, body }: Asked): void {
    this.requests.set(operationId, (this.requests.get(operationId) ?? 0) + 1);
    const sent = this.sent.get(operationId) ?? new Set();
    this.sent.set(operationId, sent);
    for (const name of [...Object.keys(query ?? {}), ...idNames(body)]) sent.add(name);
  }
}

/** Names of members that hold ids. */
function idNames(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) => [name, ...idNames(member)]);
}

/** The reply without what is different in each, and without the id that was asked for. */
function wordsOf({ text, headers }: Answer, id: string): string {
  return text.replaceAll(id, '<id>').replaceAll(headers.get('x-request-id') ?? '', '<request>');
}

/** Cursors and the like are written in Base64. */
function decoded(text: string): string {
  return (text.match(/[\w+/-]{16,}={0,2}/g) ?? [])
    .map((part) => Buffer.from(part, 'base64').toString('latin1'))
    .join(' ');
}
