import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { prepared } from '../database/prepared';
import { asGateway } from '../http/request-context';
import type { RateLimit } from './rate-limit';

/** A key as it is looked up when a caller presents it. */
export interface KnownKey {
  id: string;
  workspaceId: string;
  scopes: string[];
  /** Milliseconds since the epoch. */
  expiresAt: number | null;
  revoked: boolean;
  /** `null`: the instance's default. */
  rateLimit: RateLimit | null;
}

interface KeyRow {
  id: string;
  workspace_id: string;
  scopes: string[];
  expires_at: Date | null;
  revoked: boolean;
  rate_limit: number | null;
  rate_window_seconds: number | null;
}

const FIND = prepared(
  'find_api_key',
  `select id, workspace_id, scopes, expires_at, revoked_at is not null as revoked, rate_limit, rate_window_seconds
   from api_keys where key_hash = $1`,
);

/** Keys of all workspaces: whose a key is, is what is asked here. */
@Injectable()
export class KnownKeysRepository {
  constructor(private readonly db: DataSource) {}

  async findByHash(hash: Buffer): Promise<KnownKey | null> {
    const [row] = await asGateway(() => this.db.query<KeyRow[]>(FIND, [hash]));
    if (!row) return null;
    const { rate_limit: limit, rate_window_seconds: windowSeconds } = row;
    return {
      id: row.id,
      workspaceId: row.workspace_id,
      scopes: row.scopes,
      expiresAt: row.expires_at?.getTime() ?? null,
      revoked: row.revoked,
      rateLimit: limit === null || windowSeconds === null ? null : { limit, windowSeconds },
    };
  }

  async touch(keyId: string): Promise<void> {
    await asGateway(() => this.db.query('update api_keys set last_used_at = now() where id = $1', [keyId]));
  }
}
