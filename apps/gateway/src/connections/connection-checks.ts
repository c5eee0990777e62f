import { Injectable, Logger } from '@nestjs/common';
import {
  type ConnectionCheck,
  type ProviderAccount,
  ProviderCallError,
  publishError,
  type PublishError,
} from '@postern/core';
import { AccountsService } from '../accounts/accounts.service';
import { problem } from '../http/problem';
import type { UpstreamTime } from '../http/upstream-time';
import { CallersConnections } from './callers-connections';
import type { OpenConnection } from './connection-contexts';
import type { ConnectionCheckDto, ConnectionSyncDto } from './connections.dto';
import { checkedEntries, syncedEntries } from './connection-entries';
import { ConnectionsRepository, type Finding } from './connections.repository';
import { RateBudgetUnavailableError } from './rate-budgets';

/** No workspace has that many; a bound, should an upstream page for ever. */
const MAX_ACCOUNTS = 10_000;

type Listed = { ok: true; accounts: ProviderAccount[] } | { ok: false; error: PublishError };

/** Asks the provider whether a connection works and which accounts it has, and stores what it says. */
@Injectable()
export class ConnectionChecks {
  private readonly logger = new Logger('Connections');

  constructor(
    private readonly repository: ConnectionsRepository,
    private readonly callers: CallersConnections,
    private readonly accounts: AccountsService,
  ) {}

  async check(workspaceId: string, id: string, upstream: UpstreamTime): Promise<ConnectionCheckDto> {
    const open = await this.callers.open(workspaceId, id, upstream);
    const check = await this.ask(open);
    if (check.ok) {
      const finding = { status: 'active', error: null, synced: false } as const;
      await this.repository.record(workspaceId, id, finding, checkedEntries(open, finding));
      return { ok: true, identity: check.identity, error: null };
    }
    await this.recordFailure(open, check.error);
    return { ok: false, identity: null, error: check.error };
  }

  /** @throws ProblemError with the provider's `error` where it could not be asked */
  async sync(workspaceId: string, id: string, upstream: UpstreamTime): Promise<ConnectionSyncDto> {
    const open = await this.callers.open(workspaceId, id, upstream);
    const listed = await this.listAccounts(open);
    if (listed.ok) return this.store(open, listed.accounts, 'sync');
    const { error } = listed;
    await this.recordFailure(open, error);
    const detail = `${open.provider.descriptor.name} did not list its accounts: ${error.message}`;
    throw error.retryable
      ? problem.unavailable(detail, undefined, { error })
      : problem.conflict(detail, { error });
  }

  /** The first check and sync of a new connection. Whatever goes wrong is stored, not thrown. */
  async introduce(workspaceId: string, id: string, upstream: UpstreamTime): Promise<void> {
    const open = await this.callers.open(workspaceId, id, upstream);
    const check = await this.ask(open);
    const listed: Listed = check.ok ? await this.listAccounts(open) : { ok: false, error: check.error };
    if (listed.ok) await this.store(open, listed.accounts, 'introduce');
    else {
      // Nothing has worked yet, so even a passing fault is worth a look.
      await this.repository.record(workspaceId, id, {
        status: 'needs_attention',
        error: listed.error,
        synced: false,
      });
    }
  }

  private async ask(open: OpenConnection): Promise<ConnectionCheck> {
    try {
      return await open.provider.checkConnection(open.context);
    } catch (error) {
      return { ok: false, error: this.toPublishError(error, open) };
    }
  }

  private async listAccounts(open: OpenConnection): Promise<Listed> {
    const accounts: ProviderAccount[] = [];
    try {
      for await (const account of open.provider.listAccounts(open.context)) {
        accounts.push(account);
        if (accounts.length >= MAX_ACCOUNTS) break;
      }
      return { ok: true, accounts };
    } catch (error) {
      return { ok: false, error: this.toPublishError(error, open) };
    }
  }

  /** @param during the audit log has told of a new connection already */
  private async store(
    open: OpenConnection,
    accounts: ProviderAccount[],
    during: 'introduce' | 'sync',
  ): Promise<ConnectionSyncDto> {
    const { id, workspaceId } = open.connection;
    const counts = await this.accounts.replace(open.connection, accounts);
    const entries = during === 'sync' ? syncedEntries(open, counts) : [];
    await this.repository.record(workspaceId, id, { status: 'active', error: null, synced: true }, entries);
    return counts;
  }

  /** A passing fault (a time-out, a 503) is shown but stops nothing: held posts would wait for a person. */
  private async recordFailure(open: OpenConnection, error: PublishError): Promise<void> {
    const { id, workspaceId, status } = open.connection;
    const stays = error.retryable && status === 'active';
    const finding: Finding = { status: stays ? 'active' : 'needs_attention', error, synced: false };
    await this.repository.record(workspaceId, id, finding, checkedEntries(open, finding));
  }

  private toPublishError(error: unknown, open: OpenConnection): PublishError {
    if (error instanceof ProviderCallError) return error.error;
    // Nobody was asked: the caller hears of the database, not of the provider.
    if (error instanceof RateBudgetUnavailableError) throw error.cause;
    this.logger.error({
      msg: 'A provider threw what its contract does not name.',
      connectionId: open.connection.id,
      err: error,
    });
    return publishError({ code: 'INTERNAL', provider: open.connection.providerId });
  }
}
