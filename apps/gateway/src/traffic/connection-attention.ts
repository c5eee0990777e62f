import { Injectable, Logger } from '@nestjs/common';
import { ProviderCallError, type ConnectionCheck, type PublishError } from '@postern/core';
import type { OpenConnection } from '../connections/connection-contexts';
import { ConnectionsRepository } from '../connections/connections.repository';
import { AttentionRepository } from './attention.repository';
import { Traffic } from './traffic';

/** What is refused on one connection in a row is refused for one reason: it is asked once. */
const VERDICT_HOLDS_MS = 5_000;
/** Seconds until it is tried again, where the provider could not say whether the key works. */
const UNSURE_PAUSE = 10;

/** Whose fault a refusal of authorisation is: the whole connection's, or one account's. */
export type Culprit = 'connection' | 'account';

interface Verdict {
  culprit: Promise<Culprit>;
  at: number;
}

/** Finds out whether a connection has stopped working, and says so once. */
@Injectable()
export class ConnectionAttention {
  private readonly logger = new Logger('Attention');
  private readonly verdicts = new Map<string, Verdict>();

  constructor(
    private readonly repository: AttentionRepository,
    private readonly connections: ConnectionsRepository,
    private readonly traffic: Traffic,
  ) {}

  /**
   * Call where a provider refused a submission or a read with an error of the category `auth`.
   *
   * @returns `connection`: it is marked, or the provider could not be asked; what is held waits and nothing of
   *   it fails. `account`: the key works, so the refusal concerns the accounts that were used alone.
   * @param accountReferences the accounts that the refused call was about; none = not known
   */
  async confirm(
    open: OpenConnection,
    error: PublishError,
    accountReferences: readonly string[] = [],
  ): Promise<Culprit> {
    const { id } = open.connection;
    const culprit = await this.verdict(open, error);
    if (culprit === 'account' && error.code === 'AUTH_EXPIRED' && accountReferences.length > 0) {
      await this.repository.reauthRequired(id, accountReferences);
    }
    return culprit;
  }

  private verdict(open: OpenConnection, error: PublishError): Promise<Culprit> {
    const { id } = open.connection;
    const now = performance.now();
    const known = this.verdicts.get(id);
    if (known !== undefined && now - known.at < VERDICT_HOLDS_MS) return known.culprit;
    for (const [key, { at }] of this.verdicts) if (now - at >= VERDICT_HOLDS_MS) this.verdicts.delete(key);
    const culprit = this.findOut(open, error);
    this.verdicts.set(id, { culprit, at: now });
    culprit.catch(() => this.verdicts.delete(id));
    return culprit;
  }

  /** Asks whether the connection works, where that is doubtful. @returns whether it needs attention */
  async check(open: OpenConnection): Promise<boolean> {
    const check = await ask(open);
    if (check.ok || check.error.category !== 'auth') return false;
    await this.mark(open, check.error);
    return true;
  }

  private async findOut(open: OpenConnection, error: PublishError): Promise<Culprit> {
    const { id } = open.connection;
    if (await this.repository.needsAttention(id)) return 'connection';
    const check = await ask(open);
    if (check.ok) return 'account';
    if (check.error.category === 'auth') {
      await this.mark(open, check.error);
      return 'connection';
    }
    // Failing the posts could be wrong, and marking the connection could be: it is asked again soon.
    await this.traffic.pauseFor(id, check.error.retryAfter ?? UNSURE_PAUSE);
    this.logger.warn(
      `${id}: refused (${error.code}), and the provider cannot say why: ${check.error.message}`,
    );
    return 'connection';
  }

  private async mark(open: OpenConnection, error: PublishError): Promise<void> {
    const { id, workspaceId, name } = open.connection;
    await this.connections.record(workspaceId, id, { status: 'needs_attention', error, synced: false });
    this.logger.warn(`The connection ${name} (${id}) needs attention: ${error.message}`);
  }
}

/** @throws whatever is no answer of the provider: a database that is away, for instance */
export async function ask({ provider, context }: OpenConnection): Promise<ConnectionCheck> {
  try {
    return await provider.checkConnection(context);
  } catch (error) {
    if (error instanceof ProviderCallError) return { ok: false, error: error.error };
    throw error;
  }
}
