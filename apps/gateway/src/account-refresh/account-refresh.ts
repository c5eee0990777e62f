import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { type ProviderAccount, ProviderCallError, type PublishError } from '@postern/core';
import { AccountsService } from '../accounts/accounts.service';
import {
  ConnectionContexts,
  ConnectionUnusableError,
  type OpenConnection,
} from '../connections/connection-contexts';
import { ConnectionsRepository } from '../connections/connections.repository';
import { Loop } from '../jobs/loop';
import { ConnectionAttention } from '../traffic/connection-attention';
import { AccountRefreshRepository, type DueAccounts } from './account-refresh.repository';

const LOOK_MS = 1_000;
const TIMEOUT_MS = 15_000;
/** Where the provider could not be asked. */
const AGAIN_SECONDS = 60;
/** No workspace has that many; a bound, should an upstream page for ever. */
const MAX_ACCOUNTS = 10_000;

/** Lists the accounts of connections anew whose provider told that one of them, or the key, stopped working. */
@Injectable()
export class AccountRefresh implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('Accounts');
  private readonly loop = new Loop('Accounts', LOOK_MS, () => this.look());

  constructor(
    private readonly repository: AccountRefreshRepository,
    private readonly contexts: ConnectionContexts,
    private readonly connections: ConnectionsRepository,
    private readonly accounts: AccountsService,
    private readonly attention: ConnectionAttention,
  ) {}

  onApplicationBootstrap(): void {
    this.loop.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.loop.stop();
  }

  async look(): Promise<void> {
    const due = await this.repository.takeDue(AGAIN_SECONDS);
    await Promise.all(due.map((one) => this.refresh(one)));
  }

  /** Never throws: what goes wrong with one connection concerns no other, and is tried again. */
  private async refresh(due: DueAccounts): Promise<void> {
    try {
      const open = await this.contexts.open(due.connectionId, { timeoutMs: TIMEOUT_MS, background: true });
      if (await this.settle(open)) await this.repository.done(due);
    } catch (error) {
      if (error instanceof ConnectionUnusableError) this.logger.debug(error.message);
      else this.logger.warn(`The accounts of ${due.connectionId} could not be listed: ${String(error)}`);
    }
  }

  /** @returns false where the provider could not be asked, or did not say */
  private async settle(open: OpenConnection): Promise<boolean> {
    const { id, workspaceId } = open.connection;
    const listed = await listAccounts(open);
    if (Array.isArray(listed)) {
      const counts = await this.accounts.replace(open.connection, listed);
      await this.connections.record(workspaceId, id, { status: 'active', error: null, synced: true });
      if (counts.updated + counts.disconnected > 0) {
        this.logger.log({
          msg: 'A webhook told of accounts, which were listed anew.',
          connectionId: id,
          ...counts,
        });
      }
      return true;
    }
    if (listed.category === 'auth') {
      await this.attention.confirm(open, listed);
      return true;
    }
    this.logger.debug(`${id} did not list its accounts: ${listed.message}`);
    return false;
  }
}

async function listAccounts({
  provider,
  context,
}: OpenConnection): Promise<ProviderAccount[] | PublishError> {
  const accounts: ProviderAccount[] = [];
  try {
    for await (const account of provider.listAccounts(context)) {
      accounts.push(account);
      if (accounts.length >= MAX_ACCOUNTS) break;
    }
    return accounts;
  } catch (error) {
    if (error instanceof ProviderCallError) return error.error;
    throw error;
  }
}
