/** What the walk over audited operations works on: one workspace with things to change. */
import { EMPTY_SNAPSHOT, publishError } from '@postern/core';
import type { PostGroupView } from '../src/post-groups/post-group-view';
import { PostWriter } from '../src/posts/post-writer';
import { PostWriterRepository } from '../src/posts/post-writer.repository';
import type { Reply } from './api-harness';
import { accountOn, startTestGateway, type TestGateway } from './gateway-harness';
import { diskMedia } from './media-harness';

export interface AuditScene {
  gateway: TestGateway;
  /** As the operator of the instance, whose key has every scope. */
  call(method: string, path: string, body?: unknown): Promise<Reply>;
  keyId: string;
  operatorKey: string;
  workspaceId: string;
  connectionId: string;
  /** A group that waits here, with one post. */
  heldGroup(more?: object): Promise<{ id: string; postId: string }>;
  /** A post as the end of its submission would leave it. */
  endedPost(status: 'failed' | 'unknown'): Promise<{ id: string; postId: string }>;
  /** Another connection, that no post needs. */
  spareConnection(): Promise<string>;
  spareKey(): Promise<string>;
  /** All that must be in no entry of the log; whoever makes a secret adds it. */
  secrets: string[];
  close(): Promise<void>;
}

export const inAnHour = () => new Date(Date.now() + 3_600_000).toISOString();

export async function startAuditScene(): Promise<AuditScene> {
  const media = diskMedia();
  const gateway = await startTestGateway({ config: media.config });
  const { api } = gateway;
  const operator = await api.newKey(api.workspaceId, ['instance']);
  const writer = new PostWriter(new PostWriterRepository());
  const { postato } = gateway.sandbox.seeds() as { postato: { apiKey: string } };
  const { id: connectionId, accounts } = await gateway.connect('postato', { scheduling: 'gateway' });
  const accountId = accountOn(accounts, 'x');

  const scene: AuditScene = {
    gateway,
    call: (method, path, body) => api.call(method, path, { key: operator.key, body }),
    keyId: operator.id,
    operatorKey: operator.key,
    workspaceId: api.workspaceId,
    connectionId,
    heldGroup: async (more = {}) => {
      const body = {
        content: { text: `Held ${Math.random()}` },
        targets: [{ accountId }],
        scheduledAt: inAnHour(),
        ...more,
      };
      const group: PostGroupView = await gateway.publish(body);
      return { id: group.id, postId: group.posts[0]!.id };
    },
    endedPost: async (status) => {
      const held = await scene.heldGroup();
      const error = publishError(
        status === 'failed'
          ? { code: 'RATE_LIMITED', retryable: true }
          : { code: 'OUTCOME_UNKNOWN', retryable: false },
      );
      const snapshot = { ...EMPTY_SNAPSHOT, status, round: 1, asOf: Date.now(), error };
      await writer.apply(api.db, [{ postId: held.postId, snapshot }]);
      await api.db.query(
        `update submissions set state = $2, next_attempt_at = null
          where id = (select submission_id from posts where id = $1)`,
        [held.postId, status === 'failed' ? 'rejected' : 'unknown'],
      );
      return held;
    },
    spareConnection: async () => (await gateway.connect('postato', { name: 'Spare' })).id,
    spareKey: async () => {
      const body = { name: 'spare', scopes: ['publish:read'] };
      const made = (await scene.call('POST', '/v1/api-keys', body)).body as { id: string; key: string };
      scene.secrets.push(made.key);
      return made.id;
    },
    secrets: [api.key, operator.key, postato.apiKey],
    close: async () => {
      await gateway.close();
      media.clear();
    },
  };
  return scene;
}
