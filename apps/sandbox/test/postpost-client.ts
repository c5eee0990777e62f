import type { RunningSandbox } from '../src';
import { JsonClient } from './json-client';
import type { Reply } from './layers-client';

export interface PostpostSeeds {
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly orphanKey: string;
  readonly ownerId: string;
  readonly accounts: readonly string[];
  readonly managedUser: { readonly id: string; readonly accounts: readonly string[] };
}

/** The PostPost API as a caller sees it. */
export class PostpostClient extends JsonClient {
  readonly seeds: PostpostSeeds;

  /** @param tenant one of `POST /_sandbox/tenants`; default: the seeded customer */
  constructor(sandbox: RunningSandbox, headers?: Record<string, string>, tenant?: unknown) {
    const seeds = (tenant ?? sandbox.seeds().postpost) as PostpostSeeds;
    super(sandbox, seeds.baseUrl, headers ?? { 'x-api-key': seeds.apiKey });
    this.seeds = seeds;
  }

  account(platform: string): string {
    const account = this.seeds.accounts.find((id) => id.startsWith(`${platform}-`));
    if (account === undefined) throw new Error(`No ${platform} connection is seeded.`);
    return account;
  }

  create(content: unknown, platforms: unknown, scheduledTime?: string | null): Promise<Reply> {
    return this.post('/create-post', { content, platforms, ...(scheduledTime ? { scheduledTime } : {}) });
  }

  /** Creates for now, and returns the group's id. */
  async now(content: string, ...platforms: string[]): Promise<string> {
    const { body } = await this.create(
      content,
      platforms.map((name) => this.account(name)),
      this.at(0),
    );
    return String(body.postGroupId);
  }

  async posts(id: string): Promise<Reply['body'][]> {
    return (await this.get(`/get-post/${id}`)).body.posts as Reply['body'][];
  }

  /** The group as list-posts shows it: the only place of its status and time. */
  async listed(id: string): Promise<Reply['body'] | undefined> {
    const { body } = await this.get('/list-posts?limit=100');
    return (body.posts as Reply['body'][]).find(({ postGroupId }) => postGroupId === id);
  }

  /** At the real pace: the scheduler's minute, the pick-up, the sending. */
  settle(): void {
    this.skip(60_000, 1_000, 4_000);
  }

  async options(patch: object): Promise<void> {
    const { status } = await this.call('PATCH', '/../../_sandbox/options', { body: patch });
    if (status !== 200) throw new Error(`The options were refused with ${status}.`);
  }
}
