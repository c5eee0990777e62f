import { Injectable, Logger } from '@nestjs/common';
import type { ProviderWebhooks } from '@postern/core';
import { ProviderRegistry } from '../providers/provider-registry';
import { SealError } from '../secrets/seal';
import { CredentialsCipher, CredentialsUnreadableError } from './credentials-cipher';
import { webhookSecretsOf } from './credentials-schema';
import { type HookKeysRow, HookKeysRepository } from './hook-keys.repository';
import { HookSecrets } from './hook-secrets';

/** What webhooks of one connection are verified with. */
export interface HookKeys {
  connectionId: string;
  providerId: string;
  /** `null`: the provider has none, or is not there. */
  webhooks: ProviderWebhooks | null;
  secrets: readonly HookSecret[];
  /** Something of them could not be read here: what does not verify may be genuine. */
  incomplete: boolean;
  /** Milliseconds by which the database's clock is ahead of ours. */
  clockAhead: number;
}

export interface HookSecret {
  value: string;
  /** Given by the upstream, or entered by a person. */
  source: 'registered' | 'by_hand';
  /** Milliseconds, database clock; `null` = until it is replaced. */
  expiresAt: number | null;
}

/** A bound on memory; more than any instance has connections that are told of things. */
const MOST_KEPT = 10_000;

interface Opened {
  print: string;
  keys: Pick<HookKeys, 'webhooks' | 'secrets' | 'incomplete'>;
}

/** The secrets of connections for inbound hooks, opened once for each version of them. */
@Injectable()
export class HookKeysReader {
  private readonly logger = new Logger('Hooks');
  private readonly opened = new Map<string, Opened>();

  constructor(
    private readonly repository: HookKeysRepository,
    private readonly registry: ProviderRegistry,
    private readonly cipher: CredentialsCipher,
    private readonly secrets: HookSecrets,
  ) {}

  /** As they are now, with one statement for all. A connection that does not exist is absent. */
  async read(connectionIds: readonly string[]): Promise<Map<string, HookKeys>> {
    const rows = await this.repository.find(connectionIds);
    const find = await this.registry.finder(rows);
    const read = new Map<string, HookKeys>();
    for (const row of rows) {
      const found = find(row);
      const webhooks = (found.ok && found.provider.webhooks) || null;
      const keys = this.openOnce(row, webhooks, !found.ok);
      const clockAhead = row.database_now - Date.now();
      read.set(row.id, { connectionId: row.id, providerId: row.provider, clockAhead, ...keys });
    }
    return read;
  }

  private openOnce(row: HookKeysRow, webhooks: ProviderWebhooks | null, unusable: boolean): Opened['keys'] {
    const print = JSON.stringify([
      row.version,
      row.registered.map(({ madeAt, expiresAt }) => [madeAt, expiresAt]),
    ]);
    const known = this.opened.get(row.id);
    if (known?.print === print && known.keys.webhooks === webhooks) return known.keys;
    const byHand = this.byHand(row);
    const registered = this.registered(row);
    const secrets = [...(registered ?? []), ...(byHand ?? [])];
    const keys = { webhooks, secrets, incomplete: unusable || byHand === null || registered === null };
    if (this.opened.size >= MOST_KEPT) this.opened.clear();
    this.opened.set(row.id, { print, keys });
    return keys;
  }

  /** What a person entered. `null`: it cannot be read. */
  private byHand(row: HookKeysRow): HookSecret[] | null {
    const sealed = { bytes: row.credentials, keyId: row.credentials_key_id };
    try {
      const credentials = this.cipher.open(sealed, { workspaceId: row.workspace_id, connectionId: row.id });
      return webhookSecretsOf(credentials).map((value) => ({ value, source: 'by_hand', expiresAt: null }));
    } catch (error) {
      if (!(error instanceof CredentialsUnreadableError)) throw error;
      this.logger.warn(error.message);
      return null;
    }
  }

  /** What the upstream gave us. `null`: it cannot be read. */
  private registered(row: HookKeysRow): HookSecret[] | null {
    const owner = { workspaceId: row.workspace_id, connectionId: row.id };
    try {
      return row.registered.map(({ sealed, keyId, expiresAt }) => ({
        value: this.secrets.open({ bytes: Buffer.from(sealed, 'base64'), keyId }, owner),
        source: 'registered',
        expiresAt,
      }));
    } catch (error) {
      if (!(error instanceof SealError)) throw error;
      this.logger.warn(`The webhook secrets of ${row.id} cannot be opened: ${error.message} Register anew.`);
      return null;
    }
  }
}
