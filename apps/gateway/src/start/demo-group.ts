import { randomBytes } from 'node:crypto';
import { isFinalGroupStatus } from '@postern/core';
import type { AccountDto } from '../accounts/accounts.dto';
import type { PostGroupView } from '../post-groups/post-group-view';
import type { DemoApi } from './demo-api';
import type { DemoConnections } from './demo-connections';
import type { Upstream } from './demo-sandbox';
import { StartError } from './start-error';

/** A demo group with the words that nothing else on the networks holds. */
export interface DemoGroup {
  group: PostGroupView;
  marker: string;
  /** It was left open by an earlier start. */
  resumed: boolean;
}

interface DemoTarget {
  upstream: Upstream;
  platform: string;
  /** Differs from the group's content. */
  content?: (words: { text: string; samples: string }) => Record<string, unknown>;
}

/** The word that makes the sandbox's network refuse a post as if its token were gone. */
const REFUSED = '#fail-auth';

const TARGETS: readonly DemoTarget[] = [
  {
    upstream: 'layers',
    platform: 'tiktok',
    content: ({ samples }) => ({ media: [{ url: `${samples}/a.mp4` }] }),
  },
  { upstream: 'layers', platform: 'instagram' },
  { upstream: 'postpost', platform: 'x', content: ({ text }) => ({ text: `${text} In short.`, media: [] }) },
  { upstream: 'postpost', platform: 'linkedin' },
  { upstream: 'postpost', platform: 'threads', content: ({ text }) => ({ text: `${text} ${REFUSED}` }) },
  { upstream: 'postpost', platform: 'mastodon' },
  { upstream: 'postato', platform: 'x' },
  { upstream: 'postato', platform: 'linkedin' },
  { upstream: 'postato', platform: 'instagram' },
];

/** The newest demo group that is still open, else a new one. */
export async function openOrPublish(
  api: DemoApi,
  connections: DemoConnections,
  sandboxUrl: string,
): Promise<DemoGroup> {
  let last = 0;
  for await (const group of api.list<PostGroupView>('/v1/post-groups')) {
    const number = numberOf(group);
    const marker = group.metadata.marker;
    if (number === null || typeof marker !== 'string') continue;
    last = Math.max(last, number);
    // Only the newest can be open: no start publishes another before it is final.
    if (isFinalGroupStatus(group.status)) break;
    return { group, marker, resumed: true };
  }
  return publish(api, connections, { number: last + 1, samples: `${sandboxUrl}/samples` });
}

function numberOf({ clientReference }: PostGroupView): number | null {
  const digits = /^demo\/(\d{1,9})$/.exec(clientReference ?? '')?.[1];
  return digits === undefined ? null : Number(digits);
}

async function publish(
  api: DemoApi,
  connections: DemoConnections,
  { number, samples }: { number: number; samples: string },
): Promise<DemoGroup> {
  const marker = `demo ${number}, ${randomBytes(4).toString('hex')}`;
  const text = `Postern opens its gate (${marker}).`;
  const targets = await Promise.all(
    TARGETS.map(async ({ upstream, platform, content }) => ({
      accountId: await accountOn(api, connections[upstream], platform),
      ...(content === undefined ? {} : { content: content({ text, samples }) }),
    })),
  );
  const body = {
    content: { text, media: [{ url: `${samples}/a.jpg`, altText: 'A sample picture' }] },
    targets,
    clientReference: `demo/${number}`,
    metadata: { marker },
  };
  const group = await api.post<PostGroupView>(
    '/v1/post-groups',
    body,
    `postern-${marker.replace(', ', '-')}`,
  );
  return { group, marker, resumed: false };
}

async function accountOn(api: DemoApi, connectionId: string, platform: string): Promise<string> {
  const query = new URLSearchParams({ connectionId, platform, status: 'connected' });
  const { items } = await api.get<{ items: AccountDto[] }>(`/v1/accounts?${query.toString()}`);
  // Always the same one: the upstreams list theirs in any order.
  const first = items.sort((a, b) => (a.handle ?? '').localeCompare(b.handle ?? ''))[0];
  if (first === undefined) {
    throw new StartError(`The connection ${connectionId} lists no connected account on ${platform}.`);
  }
  return first.id;
}
