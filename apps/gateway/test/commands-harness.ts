/** A gateway with a worker and a connection to each upstream, for the specs of commands. */
import type { PublishError } from '@postern/core';
import type { Provider } from '@postern/core';
import { ProviderRegistry } from '../src/providers/provider-registry';
import type { PostView } from '../src/posts/post-view';
import type { Body, Reply } from './api-harness';
import { accountOn, startTestGateway, until, type TestGateway, type Upstream } from './gateway-harness';

export const UPSTREAMS = ['layers', 'postpost', 'postato'] as const;
const PLATFORM: Record<Upstream, string> = { layers: 'instagram', postpost: 'linkedin', postato: 'linkedin' };
const PROVIDER: Record<Upstream, string> = {
  layers: 'layers',
  postpost: 'postpost',
  postato: 'generic:postato',
};

/** Operations of the sandbox, as its request log names them. */
export const OPERATION = {
  layers: { publish: 'layers.schedule', cancel: 'layers.cancel', move: 'layers.reschedule' },
  postpost: { publish: 'postpost.update-post', cancel: 'postpost.delete-post', move: 'postpost.update-post' },
  postato: { publish: 'postato.create', cancel: 'postato.cancel', move: 'postato.update' },
} as const;

/** Faults of the tests before may have opened a breaker, which lets a probe through after a while. */
const PATIENCE_MS = 60_000;

export interface CommandRow {
  id: string;
  kind: string;
  state: string;
  internal: boolean;
  attempts: number;
  error: PublishError | null;
  sent_at: Date | null;
}

export interface SubmissionRow {
  id: string;
  state: string;
  round: number;
  next_attempt_at: Date | null;
}

/** A post of a test, by a text that no other has. */
export interface TestPost {
  id: string;
  groupId: string;
  text: string;
}

export interface TestCommands {
  gateway: TestGateway;
  connections: Record<Upstream, { id: string; accounts: Body[] }>;
  call(method: string, path: string, body?: unknown): Promise<Reply>;
  sql<T>(text: string, values?: unknown[]): Promise<T[]>;
  publish(upstream: Upstream, more?: { words?: string } & Record<string, unknown>): Promise<TestPost>;
  /** A post that is at its provider and not due for an hour. */
  handedOver(upstream: Upstream, more?: Record<string, unknown>): Promise<TestPost>;
  post(id: string): Promise<PostView>;
  shows(id: string, status: PostView['status']): Promise<void>;
  commandsOf(postId: string): Promise<CommandRow[]>;
  submissionOf(postId: string): Promise<SubmissionRow>;
  eventsOf(groupId: string): Promise<string[]>;
  onNetwork(text: string): number;
  requests(operation: string): number;
  /** The very object that API and worker of this process use. */
  provider(upstream: Upstream): Provider;
}

/** The same story at all upstreams at once, as it is waiting for the most part; what fails names its upstream. */
export async function atEveryUpstream(story: (upstream: Upstream) => Promise<void>): Promise<void> {
  const stories = UPSTREAMS.map(async (upstream) => {
    try {
      await story(upstream);
    } catch (error) {
      if (error instanceof Error) error.message = `At ${upstream}: ${error.message}`;
      throw error;
    }
  });
  for (const end of await Promise.allSettled(stories)) if (end.status === 'rejected') throw end.reason;
}

export const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString();

export async function startTestCommands(): Promise<TestCommands> {
  const gateway = await startTestGateway({ config: { pollCapSeconds: 0.25 } });
  const connections = {
    layers: await gateway.connect('layers'),
    postpost: await gateway.connect('postpost'),
    postato: await gateway.connect('postato'),
  };
  let count = 0;
  const own: TestCommands = {
    gateway,
    connections,
    call: (method, path, body) => gateway.api.call(method, path, { body }),
    sql: <T>(text: string, values: unknown[] = []) => gateway.api.db.query<T[]>(text, values),
    publish: async (upstream, { words = '', ...more } = {}) => {
      const text = `Command ${upstream} ${(count += 1)}.`;
      const group = await gateway.publish({
        content: { text: `${text} ${words}`, media: [{ url: `${gateway.sandbox.url}/samples/a.jpg` }] },
        targets: [{ accountId: accountOn(connections[upstream].accounts, PLATFORM[upstream]) }],
        ...more,
      });
      const [post] = group.posts;
      if (post === undefined) throw new Error('A group has a post.');
      return { id: post.id, groupId: group.id, text };
    },
    handedOver: async (upstream, more = {}) => {
      const made = await own.publish(upstream, { scheduledAt: inSeconds(3600), ...more });
      await until(async () => (await own.post(made.id)).providerReference !== null, PATIENCE_MS);
      return made;
    },
    post: async (id) => (await own.call('GET', `/v1/posts/${id}`)).body as PostView,
    shows: (id, status) => until(async () => (await own.post(id)).status === status, PATIENCE_MS),
    commandsOf: (id) =>
      own.sql('select * from post_commands where post_id = $1 order by created_at, id', [id]),
    submissionOf: async (id) => {
      const [row] = await own.sql<SubmissionRow>(
        'select s.* from submissions s join posts p on p.submission_id = s.id where p.id = $1',
        [id],
      );
      if (row === undefined) throw new Error(`${id} has no submission.`);
      return row;
    },
    eventsOf: async (id) => {
      const rows = await own.sql<{ type: string }>(
        'select type from events where group_id = $1 order by id',
        [id],
      );
      return rows.map((row) => row.type);
    },
    onNetwork: (text) =>
      gateway.sandbox.network.entries({}).filter((entry) => entry.text.includes(text)).length,
    requests: (operation) => gateway.sandbox.requests.list({ operation }).length,
    provider: (upstream) => {
      const provider = gateway.api.app.get(ProviderRegistry, { strict: false }).get(PROVIDER[upstream]);
      if (provider === undefined) throw new Error(`There is no provider ${upstream}.`);
      return provider;
    },
  };
  return own;
}
