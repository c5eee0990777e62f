import type { JsonObject } from '@postern/core';
import type { DataSource, EntityManager } from 'typeorm';

/** What a repeated request is recognised by. */
export interface RequestName {
  workspaceId: string;
  method: string;
  path: string;
  key: string;
}

export type Claim =
  /** The request is ours to run; `token` proves it afterwards. `noted`: by who ran it before, and died. */
  | { outcome: 'ours'; token: string; noted: JsonObject | null }
  | { outcome: 'running'; sameBody: boolean }
  | { outcome: 'recorded'; sameBody: boolean; status: number; response: unknown };

/** A process that died leaves its claim behind; after this long the key can be used again. */
const CLAIM_SECONDS = 60;

const CLAIM = `
with claimed as (
  insert into idempotency_records as r (workspace_id, method, path, key, body_hash, status, response, created_at)
  values ($1, $2, $3, $4, $5, 0, 'null', clock_timestamp())
  on conflict (workspace_id, method, path, key) do update
    set body_hash = excluded.body_hash, created_at = excluded.created_at
    where r.status = 0 and r.created_at < clock_timestamp() - make_interval(secs => $6)
      and (r.response::text = 'null' or r.body_hash = excluded.body_hash)
  returning created_at::text as token, response as noted
)
select (select token from claimed) as token, (select noted from claimed) as noted, r.status, r.response, r.body_hash = $5 as same_body
from (select 1) one
left join idempotency_records r on r.workspace_id = $1 and r.method = $2 and r.path = $3 and r.key = $4`;

const CLAIMED = `workspace_id = $1 and method = $2 and path = $3 and key = $4
  and status = 0 and created_at = $5::timestamptz`;

interface ClaimRow {
  token: string | null;
  noted: JsonObject | null;
  /** `null`: there was no record, or it was deleted a moment ago; 0: the first request still runs. */
  status: number | null;
  response: unknown;
  same_body: boolean | null;
}

/**
 * Records of requests that are not written in the transaction of what they do, because a provider is asked in
 * between. A request claims its key first, and answers for it afterwards.
 */
export class IdempotencyRecords {
  constructor(private readonly db: DataSource) {}

  async claim(name: RequestName, bodyHash: Buffer): Promise<Claim> {
    const [row] = await this.db.query<ClaimRow[]>(CLAIM, [...keyOf(name), bodyHash, CLAIM_SECONDS]);
    if (row?.token) return { outcome: 'ours', token: row.token, noted: row.noted };
    // Where the record appeared or went after our look, the next one tells.
    const sameBody = row?.same_body ?? true;
    if (!row?.status) return { outcome: 'running', sameBody };
    return { outcome: 'recorded', sameBody, status: row.status, response: row.response };
  }

  /** @returns false where the claim is not ours any more, or has its reply already */
  async complete(
    name: RequestName,
    token: string,
    { status, response }: { status: number; response: unknown },
    db: DataSource | EntityManager = this.db,
  ): Promise<boolean> {
    const [, written] = await db.query<[unknown[], number]>(
      `update idempotency_records set status = $6, response = $7 where ${CLAIMED}`,
      [...keyOf(name), token, status, JSON.stringify(response ?? null)],
    );
    return written > 0;
  }

  /** For whoever claims the key after us, should we die. @returns as `complete` */
  async note(name: RequestName, token: string, progress: JsonObject, em: EntityManager): Promise<boolean> {
    const [, written] = await em.query<[unknown[], number]>(
      `update idempotency_records set response = $6 where ${CLAIMED}`,
      [...keyOf(name), token, JSON.stringify(progress)],
    );
    return written > 0;
  }

  /** The request was refused: its key can be used again, as if it had not been. */
  async release(name: RequestName, token: string): Promise<void> {
    await this.db.query(`delete from idempotency_records where ${CLAIMED}`, [...keyOf(name), token]);
  }

  /** The request broke off: whoever repeats it goes on at once where it stood. */
  async yield(name: RequestName, token: string): Promise<void> {
    await this.db.query(
      `with dropped as (delete from idempotency_records where ${CLAIMED} and response::text = 'null')
       update idempotency_records set created_at = created_at - make_interval(secs => $6)
       where ${CLAIMED} and response::text <> 'null'`,
      [...keyOf(name), token, CLAIM_SECONDS],
    );
  }
}

function keyOf(name: RequestName): [string, string, string, string] {
  return [name.workspaceId, name.method, name.path, name.key];
}
