import { setTimeout as pause } from 'node:timers/promises';
import { RefusedError } from '../house/gateway-client';
import type { House } from '../house/house';
import type { RouteName } from '../house/routes';
import type { Account, Connected } from './connections';
import type { PlannedGroup } from './post-plan';

/** A post as its caller knows it. */
export interface AskedPost {
  /** Its caller has asked for its cancel. */
  isUnwanted?: true;
  id: string;
  groupId: string;
  token: string;
  route: RouteName;
  account: Account;
  /** Its network will not take it. */
  isDoomed: boolean;
}

interface GroupReply {
  id: string;
  status: string;
  posts: { id: string; accountId: string; status: string }[];
}

type Target = Pick<AskedPost, 'route' | 'account' | 'isDoomed'>;

const ENDS = ['published', 'partially_published', 'failed', 'canceled', 'unknown'];

/** The callers: they ask for posts, change their minds about some, and retry some that failed. */
export class Publisher {
  readonly posts: AskedPost[] = [];
  /** Requests of callers that were refused, and should not have been. */
  readonly refused: string[] = [];
  /** Answers to changes, counted: `cancel 200`, `reschedule 409`, … */
  readonly changes = new Map<string, number>();
  /** Posts that were asked for, taken or not. */
  asked = 0;
  private latestDueAt = 0;

  constructor(
    private readonly house: House,
    private readonly connections: readonly Connected[],
    private readonly startedAt: number,
  ) {}

  /** No post is due after this; milliseconds. */
  get lastDueAt(): number {
    return this.latestDueAt;
  }

  /** Resolves when every group was taken and every change answered. */
  async publishAll(groups: readonly PlannedGroup[]): Promise<void> {
    await Promise.all(groups.map((group) => this.publish(group)));
  }

  private async publish(group: PlannedGroup): Promise<void> {
    await pause(Math.max(0, this.startedAt + group.atMs - Date.now()));
    try {
      const reply = await this.ask(group);
      await this.changeMind(group, reply);
    } catch (error) {
      if (!(error instanceof RefusedError)) throw error;
      this.refused.push(error.message);
    }
  }

  private async ask(group: PlannedGroup): Promise<GroupReply> {
    const { targets, words } = this.targetsOf(group);
    this.asked += targets.length;
    const dueAt = group.scheduledInMs === null ? null : Date.now() + group.scheduledInMs;
    this.latestDueAt = Math.max(this.latestDueAt, dueAt ?? Date.now());
    const reply = await this.house.client.post<GroupReply>(
      '/v1/post-groups',
      {
        content: {
          text: `Post ${group.token} of the fault suite.${words}`,
          media: group.media ? [{ url: `${this.house.sandbox.url}/samples/a.jpg` }] : [],
        },
        targets: targets.map(({ account }) => ({ accountId: account.id })),
        scheduledAt: dueAt === null ? null : new Date(dueAt).toISOString(),
        clientReference: group.token,
      },
      group.token,
    );
    for (const post of reply.posts) {
      const target = targets.find(({ account }) => account.id === post.accountId);
      if (target === undefined) throw new Error(`A post that nobody asked for: ${JSON.stringify(post)}`);
      this.posts.push({ id: post.id, groupId: reply.id, token: group.token, ...target });
    }
    return reply;
  }

  private targetsOf(group: PlannedGroup): { targets: Target[]; words: string } {
    const all = group.targets.map((target): Target => {
      const connection = this.connections[target.connection];
      const account = connection?.accounts[target.account % connection.accounts.length];
      if (connection === undefined || account === undefined) throw new Error('The plan names no account.');
      return { route: connection.route, account, isDoomed: false };
    });
    // Two targets of the plan may come to the same account.
    const targets = all.filter(
      ({ account }, index) => all.findIndex((other) => other.account.id === account.id) === index,
    );
    if (group.failing === null) return { targets, words: '' };
    const [first] = targets;
    const connection = this.connections[group.targets[0]?.connection ?? -1];
    if (first === undefined || connection === undefined) throw new Error('The plan names no account.');
    const expired = group.failing === 'account' ? connection.failing : null;
    const doomed = expired ?? connection.accounts.find(({ platform }) => platform !== first.account.platform);
    if (doomed === undefined) throw new Error(`${connection.route} has accounts on one platform alone.`);
    return {
      targets: [first, { ...first, account: doomed, isDoomed: true }],
      words: expired === null ? ` #fail-auth:${doomed.platform}` : '',
    };
  }

  private async changeMind(group: PlannedGroup, reply: GroupReply): Promise<void> {
    const { cancelInMs, rescheduleInMs } = group;
    if (cancelInMs !== null) {
      await pause(cancelInMs);
      for (const post of this.posts) if (post.groupId === reply.id) post.isUnwanted = true;
      for (const { id } of reply.posts) await this.change(id, 'cancel', { reason: 'Changed my mind.' });
    }
    if (rescheduleInMs !== null) {
      await pause(rescheduleInMs);
      const at = new Date(Date.now() + 8_000);
      this.latestDueAt = Math.max(this.latestDueAt, at.getTime());
      for (const { id } of reply.posts)
        await this.change(id, 'reschedule', { scheduledAt: at.toISOString() });
    }
    if (group.retries) await this.retryFailures(group, reply);
  }

  /** A caller who sees a failure tries once more. */
  private async retryFailures(group: PlannedGroup, reply: GroupReply): Promise<void> {
    const until = Date.now() + 30_000 + (group.scheduledInMs ?? 0);
    for (;;) {
      const now = await this.house.client.get<GroupReply>(`/v1/post-groups/${reply.id}`);
      if (ENDS.includes(now.status)) {
        const failed = now.posts.filter((post) => post.status === 'failed');
        for (const { id } of failed) await this.change(id, 'retry', { force: true });
        return;
      }
      if (Date.now() > until) return;
      await pause(2_000);
    }
  }

  /** A change may come too late or find a post that cannot be changed now; that is an answer like any other. */
  private async change(postId: string, verb: 'cancel' | 'reschedule' | 'retry', body: object): Promise<void> {
    const { client } = this.house;
    let status = 200;
    try {
      if (verb === 'cancel') await client.delete(`/v1/posts/${postId}`, body);
      else await client.post(`/v1/posts/${postId}/${verb}`, body, `${verb}-${postId}`);
    } catch (error) {
      if (!(error instanceof RefusedError) || error.status !== 409) throw error;
      status = error.status;
    }
    const answer = `${verb} ${status}`;
    this.changes.set(answer, (this.changes.get(answer) ?? 0) + 1);
  }
}
