import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

export interface StoredKey {
  id: string;
  workspaceId: string;
  scopes: string[];
  /** Milliseconds since the epoch. */
  expiresAt: number | null;
  revoked: boolean;
}

interface KeyRow {
  id: string;
  workspace_id: string;
  scopes: string[];
  expires_at: Date | null;
  revoked: boolean;
}

@Injectable()
export class ApiKeysRepository {
  constructor(private readonly db: DataSource) {}

  async findByHash(hash: Buffer): Promise<StoredKey | null> {
    const [row] = await this.db.query<KeyRow[]>(
      `select id, workspace_id, scopes, expires_at, revoked_at is not null as revoked
         from api_keys where key_hash = $1`,
      [hash],
    );
    if (!row) return null;
    return {
      id: row.id,
      workspaceId: row.workspace_id,
      scopes: row.scopes,
      expiresAt: row.expires_at?.getTime() ?? null,
      revoked: row.revoked,
    };
  }

  async touch(keyId: string): Promise<void> {
    await this.db.query('update api_keys set last_used_at = now() where id = $1', [keyId]);
  }
}
