import { Injectable } from '@nestjs/common';
import type { ProviderAccount } from '@postern/core';
import { decodeCursor, filterHash, type Page, toPage } from '../http/pagination';
import { problem } from '../http/problem';
import type { AccountDto, AccountsQuery } from './accounts.dto';
import { type AccountRow, AccountsRepository, type SyncCounts } from './accounts.repository';

@Injectable()
export class AccountsService {
  constructor(private readonly repository: AccountsRepository) {}

  async list(workspaceId: string, query: AccountsQuery): Promise<Page<AccountDto>> {
    const { limit, cursor, ...filters } = query;
    const hash = filterHash({ list: 'accounts', ...filters });
    const after = decodeCursor(cursor, hash);
    const rows = await this.repository.list(workspaceId, filters, { limit, after });
    return toPage(rows, { limit, hash }, (row) => ({ at: row.position, id: row.id }), toDto);
  }

  async get(workspaceId: string, id: string): Promise<AccountDto> {
    const row = await this.repository.find(workspaceId, id);
    if (!row) throw problem.notFound(`account ${id}`);
    return toDto(row);
  }

  /** Stores what a provider listed. A reference that is listed twice counts once, as listed last. */
  async replace(
    connection: { id: string; workspaceId: string; providerId: string },
    listed: readonly ProviderAccount[],
  ): Promise<SyncCounts & { accounts: number }> {
    const byReference = new Map(listed.map((account) => [account.reference, account]));
    const counts = await this.repository.replace(connection, [...byReference.values()]);
    return { accounts: byReference.size, ...counts };
  }
}

function toDto(row: AccountRow): AccountDto {
  return {
    id: row.id,
    connectionId: row.connection_id,
    provider: row.provider,
    platform: row.platform,
    handle: row.handle,
    displayName: row.display_name,
    avatarUrl: row.avatar_url,
    status: row.status,
    reference: row.reference,
    tokenExpiresAt: row.token_expires_at?.toISOString() ?? null,
    lastSuccessAt: row.last_success_at?.toISOString() ?? null,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  };
}
