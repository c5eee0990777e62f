/** An upstream that keeps what it is told and counts what it publishes; each reply can be lost. */
import type { StubReply, StubRequest, StubServer } from './stub-server';

export interface TinyPost {
  id: string;
  text: string;
  ref: string | null;
  at: string | null;
  status: 'draft' | 'scheduled' | 'live' | 'deleted';
  createdAt: string;
  to: { account: string; platform: string; status: string; why?: string }[];
}

/** `unheard`: it was done, and the reply was lost; `lost`: nothing was done; a reply: that one, nothing done. */
export type Fault = 'unheard' | 'lost' | StubReply;

export class TinyUpstream {
  readonly posts = new Map<string, TinyPost>();
  /** Of each account, how often something went out. */
  readonly published: string[] = [];
  /** What happens to the next calls of each kind, in order; null = nothing. */
  readonly faults: Partial<
    Record<'create' | 'release' | 'get' | 'list' | 'delete' | 'put', (Fault | null)[]>
  > = {};
  /** A create makes a draft. */
  drafts = false;
  /** A deleted post is shown still, as `deleted`. */
  keepsDeleted = false;
  now: () => number = Date.now;
  private readonly keys = new Map<string, StubReply>();
  private count = 0;

  constructor(stub: StubServer) {
    stub.answer((request) => this.answer(request));
  }

  private answer(request: StubRequest): StubReply {
    const { method, path } = request;
    const id = /^\/posts\/([^/]+)/.exec(path)?.[1] ?? null;
    if (method === 'POST') {
      return id === null
        ? this.play('create', () => this.createOnce(request))
        : this.play('release', () => this.release(id, request.json as { at?: string }));
    }
    if (method === 'PUT') return this.play('put', () => ({ json: { ok: true } }));
    if (method === 'DELETE') return this.play('delete', () => this.remove(id ?? ''));
    if (id === null) return this.play('list', () => ({ json: { posts: [...this.posts.values()] } }));
    return this.play('get', () => this.show(id));
  }

  private play(kind: keyof TinyUpstream['faults'], act: () => StubReply): StubReply {
    const fault = this.faults[kind]?.shift() ?? null;
    if (fault === null) return act();
    if (fault === 'lost') return 'reset';
    if (fault === 'unheard') {
      act();
      return 'reset';
    }
    return fault;
  }

  /** A key in `x-key` is answered as it was the first time. */
  private createOnce({ headers, json }: StubRequest): StubReply {
    const key = headers['x-key'];
    const known = typeof key === 'string' ? this.keys.get(key) : undefined;
    if (known) return known;
    const reply = this.create(json as Partial<TinyPost>);
    if (typeof key === 'string') this.keys.set(key, reply);
    return reply;
  }

  private create({ text = '', ref = null, at = null, to = [] }: Partial<TinyPost>): StubReply {
    this.count += 1;
    const status = this.drafts ? 'draft' : at === null ? 'live' : 'scheduled';
    const rows = to.map((row) => ({ ...row, status }));
    const createdAt = new Date(this.now()).toISOString();
    const post: TinyPost = { id: `p${this.count}`, text, ref, at, status, createdAt, to: rows };
    this.posts.set(post.id, post);
    if (!this.drafts) this.publish(post);
    return { status: 201, json: { post } };
  }

  private release(id: string, { at = undefined }: { at?: string }): StubReply {
    const post = this.posts.get(id);
    if (!post) return { status: 404, json: { code: 'not_found' } };
    if (post.status !== 'draft') return { status: 409, json: { code: 'no_draft', error: 'It is no draft.' } };
    post.status = at === undefined ? 'live' : 'scheduled';
    post.to.forEach((row) => (row.status = post.status));
    this.publish(post);
    return { json: { post } };
  }

  /** What is scheduled counts, as nobody would stop it. */
  private publish({ to }: TinyPost): void {
    this.published.push(...to.map(({ account }) => account));
  }

  private show(id: string): StubReply {
    const post = this.posts.get(id);
    return post ? { json: { post } } : { status: 404, json: { code: 'not_found' } };
  }

  private remove(id: string): StubReply {
    const post = this.posts.get(id);
    if (post && this.keepsDeleted) {
      post.status = 'deleted';
      post.to.forEach((row) => (row.status = post.status));
      return { json: { post } };
    }
    const deleted = this.posts.delete(id);
    return deleted ? { json: { deleted: id } } : { status: 404, json: { code: 'not_found' } };
  }
}
