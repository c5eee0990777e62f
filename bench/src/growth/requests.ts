/** The requests whose cost must not depend on how much is stored. */
import { ClaimRepository } from '@postern/gateway/dist/publishing/claim.repository';
import { DueLanesRepository } from '@postern/gateway/dist/publishing/due-lanes.repository';
import { TraceContexts } from '@postern/gateway/dist/tracing/trace-contexts';
import type { Pool } from 'pg';
import type { DataSource } from 'typeorm';
import type { Seat } from '../bulk/seats';
import type { Workspace } from '../stack/workspaces';

export interface Hall {
  db: Pool;
  dataSource: DataSource;
  workspace: Workspace;
  seat: Seat;
  /** Groups of the workspace that is asked, by number; each fifth of them is its. */
  groups: number;
  /** The last number of its events. */
  head: number;
}

export interface Request {
  name: string;
  /** Units of work in one call: submissions of a claim. */
  units: number;
  call: (hall: Hall) => Promise<void>;
  /** Before a round, unmeasured. */
  prepare?: (hall: Hall, calls: number) => Promise<void>;
  /** Fewer than usual: each does more. */
  calls?: number;
}

const CLAIMED_AT_ONCE = 25;
const DAY_MS = 86_400_000;

let made = 0;

export const REQUESTS: readonly Request[] = [
  {
    name: 'create a group of 4 posts',
    units: 1,
    call: async ({ workspace, seat }) => {
      made += 1;
      await workspace.client.createGroup({
        accountIds: seat.accountIds,
        text: `Growth ${made}`,
        scheduledAt: new Date(Date.now() + 300 * DAY_MS),
        idempotencyKey: `growth-${process.pid}-${made}`,
      });
    },
  },
  {
    name: 'read a group of 4 posts',
    units: 1,
    call: ({ workspace, groups }) => {
      const number = Math.floor((Math.random() * groups) / 5) * 5;
      return workspace.client.get(`/v1/post-groups/pg_${String(number).padStart(26, '0')}`);
    },
  },
  {
    name: 'list of 50 groups',
    units: 1,
    call: ({ workspace }) => workspace.client.get('/v1/post-groups?limit=50'),
  },
  { name: 'list of 50 posts', units: 1, call: ({ workspace }) => workspace.client.get('/v1/posts?limit=50') },
  {
    name: 'page of 50 events',
    units: 1,
    call: ({ workspace, head }) =>
      workspace.client.get(`/v1/events?limit=50&after=${Math.floor(Math.random() * head * 0.9)}`),
  },
  {
    name: 'claim of due submissions, each',
    units: CLAIMED_AT_ONCE,
    calls: 12,
    prepare: makeDue,
    call: claim,
  },
];

/** Among all that is scheduled, some are due; nothing of the workspace's own number matters to how many. */
async function makeDue({ db, seat }: Hall, calls: number): Promise<void> {
  await db.query(
    `update submissions set next_attempt_at = now() - interval '1 second', state = 'held', lease_until = null,
       scheduled_at = now() - interval '1 second'
     where id in (select id from submissions where connection_id = $1 and scheduled_at > created_at
       order by id limit $2)`,
    [seat.connectionId, calls * CLAIMED_AT_ONCE],
  );
}

async function claim({ dataSource, seat: { connectionId, workspaceId } }: Hall): Promise<void> {
  const turn = { connectionId, workspaceId, quota: CLAIMED_AT_ONCE };
  const claims = new ClaimRepository(dataSource, new TraceContexts(dataSource));
  const claimed = await claims.claim([turn], { worker: 'bench', leaseSeconds: 600 });
  if (claimed.length !== CLAIMED_AT_ONCE || claimed.some(({ posts }) => posts.length === 0)) {
    throw new Error(`${claimed.length} submissions were claimed, not ${CLAIMED_AT_ONCE}.`);
  }
}

/** What a worker asks once a second, whatever there is to do. */
export const LOOK: Request = {
  name: 'look for what is due',
  units: 1,
  call: async ({ dataSource }) => void (await new DueLanesRepository(dataSource).within(1_500)),
};
