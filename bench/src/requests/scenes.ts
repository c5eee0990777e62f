/** The requests that are measured, and what they are made of. */
import { randomUUID } from 'node:crypto';
import type { Account } from '../stack/gateway-client';

/** Of a bench's workspace. */
export interface Ground {
  key: string;
  accounts: readonly Account[];
  /** Groups to be read. */
  groupIds: readonly string[];
}

export interface SentRequest {
  method: 'GET' | 'POST';
  path: string;
  headers: Record<string, string>;
  body?: string;
}

export interface Scene {
  name: string;
  /** What it answers with where all is well. */
  status: number;
  /** The least share of the floor's requests a second. */
  goal: number;
  /** Called for each request. */
  request: (ground: Ground) => SentRequest;
}

/** A group's posts. */
export const TARGETS = 4;
/** Of a page of a list. */
export const LIST_LIMIT = 50;
const DAY_MS = 86_400_000;
const TEXT =
  'We open on Saturday: coffee from nine, cake from ten, and music in the yard until the neighbours come and dance. Bring a friend, bring a cup.';

/** Due so far away that nobody ever moves it. */
const DUE = new Date(Math.floor(Date.now() / DAY_MS) * DAY_MS + 200 * DAY_MS).toISOString();

function bodyOf({ accounts }: Ground): string {
  const [first, ...others] = accounts.slice(0, TARGETS);
  return JSON.stringify({
    content: { text: TEXT },
    targets: [
      { accountId: first?.id, content: { text: `${TEXT} See you there!` } },
      ...others.map(({ id }) => ({ accountId: id })),
    ],
    scheduledAt: DUE,
    clientReference: 'bench/requests',
    metadata: { team: 'growth', campaign: 7 },
  });
}

const get = (path: string, { key }: Ground) => ({
  method: 'GET' as const,
  path,
  headers: { authorization: `Bearer ${key}` },
});

let read = 0;

export const SCENES = {
  create: {
    ...{ name: 'create a group of 4 posts', status: 201, goal: 0.6 },
    request: (ground) => ({
      method: 'POST',
      path: '/v1/post-groups',
      headers: {
        authorization: `Bearer ${ground.key}`,
        'content-type': 'application/json',
        'idempotency-key': randomUUID(),
      },
      body: bodyOf(ground),
    }),
  },
  read: {
    ...{ name: 'read a group of 4 posts', status: 200, goal: 0.7 },
    request: (ground) => get(`/v1/post-groups/${ground.groupIds[read++ % ground.groupIds.length]}`, ground),
  },
  posts: {
    ...{ name: 'list of 50 posts', status: 200, goal: 0.7 },
    request: (ground) => get(`/v1/posts?limit=${LIST_LIMIT}`, ground),
  },
  groups: {
    ...{ name: 'list of 50 groups of 4', status: 200, goal: 0.7 },
    request: (ground) => get(`/v1/post-groups?limit=${LIST_LIMIT}`, ground),
  },
} as const satisfies Record<string, Scene>;
