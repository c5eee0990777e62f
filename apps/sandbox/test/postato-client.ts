import type { RunningSandbox } from '../src';
import { JsonClient } from './json-client';
import type { Reply } from './layers-client';

export interface PostatoSeeds {
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly allWorkspacesKey: string;
  readonly readOnlyKey: string;
  readonly workspaceId: string;
  readonly accounts: ReadonlyArray<{ id: string; platform: string; username: string; status: string }>;
  readonly otherWorkspace: { readonly id: string; readonly accounts: ReadonlyArray<{ id: string }> };
}

/** The Postato API as a caller sees it. */
export class PostatoClient extends JsonClient {
  readonly seeds: PostatoSeeds;
  /** `/v1/workspaces/<the main one>`. */
  readonly home: string;

  /** @param tenant one of `POST /_sandbox/tenants`; default: the seeded customer */
  constructor(sandbox: RunningSandbox, key?: string, tenant?: unknown) {
    const seeds = (tenant ?? sandbox.seeds().postato) as PostatoSeeds;
    super(sandbox, seeds.baseUrl, { authorization: `Bearer ${key ?? seeds.apiKey}` });
    this.seeds = seeds;
    this.home = `/v1/workspaces/${seeds.workspaceId}`;
  }

  account(platform: string): string {
    const account = this.seeds.accounts.find((candidate) => candidate.platform === platform);
    if (account === undefined) throw new Error(`No ${platform} account is seeded.`);
    return account.id;
  }

  /** A tweet to be published now, unless told otherwise. */
  create(more: object = {}, key?: string, path = `${this.home}/posts`): Promise<Reply> {
    const accountId = this.account('twitter');
    const body = {
      platform: 'twitter',
      accountId,
      status: 'publish',
      postType: 'tweet',
      content: 'hello',
      ...more,
    };
    return this.post(path, body, key === undefined ? {} : { 'idempotency-key': key });
  }

  async id(more: object = {}, key?: string): Promise<string> {
    const { status, body } = await this.create(more, key);
    if (status >= 300) throw new Error(JSON.stringify(body));
    return String(body.id);
  }

  read(id: string): Promise<Reply> {
    return this.get(`${this.home}/posts/${id}`);
  }

  patch(id: string, body: object): Promise<Reply> {
    return this.call('PATCH', `${this.home}/posts/${id}`, { body });
  }

  cancel(id: string): Promise<Reply> {
    return this.call('DELETE', `${this.home}/posts/${id}`);
  }

  async listed(query = ''): Promise<Reply['body'][]> {
    return (await this.get(`${this.home}/posts${query}`)).body.items as Reply['body'][];
  }

  /** At the real pace: the scheduler's look, the worker's pick-up, the sending, a retry. */
  settle(): void {
    this.skip(5_000, 1_000, 2_500, 30_000, 2_500);
  }

  async options(patch: object): Promise<void> {
    const { status, body } = await this.call('PATCH', '/_sandbox/options', { body: patch });
    if (status !== 200) throw new Error(JSON.stringify(body));
  }

  decide(id: string, decision: string, comment?: string): Promise<Reply> {
    return this.post(`/_sandbox/approvals/${id}`, {
      decision,
      ...(comment === undefined ? {} : { comment }),
    });
  }
}
