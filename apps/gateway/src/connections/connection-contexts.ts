import { Inject, Injectable, Logger } from '@nestjs/common';
import {
  type HttpPort,
  type JsonObject,
  type Provider,
  type ProviderContext,
  type ProviderLogger,
  publishError,
  type PublishError,
} from '@postern/core';
import {
  type AddressGuard,
  type Agents,
  createAgents,
  createHttpClient,
  type Exchange,
  type HttpClient,
} from '@postern/provider-kit';
import { MediaSources } from '../media/media-sources';
import { ProviderRegistry } from '../providers/provider-registry';
import { pausedAs } from '../providers/provider-source';
import { tracedPort } from '../tracing/upstream-spans';
import { ADDRESS_GUARD } from './address-guard.provider';
import { ConnectionsRepository, type SecretConnectionRow } from './connections.repository';
import type { ConnectionStatus, Scheduling } from './connections.dto';
import { CredentialsCipher, CredentialsUnreadableError } from './credentials-cipher';
import { secretsOf } from './credentials-schema';
import { BACKGROUND_SHARE, RateBudgets } from './rate-budgets';

export interface OpenOptions {
  /** Told of every exchange with the upstream, already redacted. */
  onExchange?: (exchange: Exchange) => void;
  /** Milliseconds for one exchange, where the provider names none; the kit's default otherwise. */
  timeoutMs?: number;
  /** Nobody waits for these calls: they leave a part of the read budget to others. */
  background?: boolean;
  /** Told of every call that our own rate budget did not let through, with the seconds until one may. */
  onRefused?: (retryAfterSeconds: number) => void;
  /** The version of the connection that the caller has just read: what is known of it need not be read again. */
  version?: string;
}

/** A connection with everything that a provider's call needs. */
export interface OpenConnection {
  connection: {
    id: string;
    workspaceId: string;
    providerId: string;
    /** By what pauses of its provider are known. */
    pausedAs: string;
    name: string;
    scheduling: Scheduling | null;
    status: ConnectionStatus;
  };
  provider: Provider;
  context: ProviderContext;
}

/** The connection cannot be used by anybody; the message is for an operator. */
export class ConnectionUnusableError extends Error {
  override readonly name: string = 'ConnectionUnusableError';
}

/** It was deleted, and never comes back: nothing that needs it can wait for it. */
export class ConnectionGoneError extends ConnectionUnusableError {
  override readonly name = 'ConnectionGoneError';
}

/** Its provider is not part of this build, or its manifest does not pass here: another build or version may do. */
export class ProviderUnusableError extends ConnectionUnusableError {
  override readonly name = 'ProviderUnusableError';
}

/** What a connection says that has no provider to run. */
export function unusableProvider(provider: string, message: string): PublishError {
  return publishError({ code: 'INTERNAL', provider, retryable: true, message });
}

interface Client {
  /** The sealed bytes that the client was made for: new credentials, new client. */
  sealed: Buffer;
  /** It says what is a secret, and another version of it may say otherwise. */
  provider: Provider;
  credentials: JsonObject;
  http: HttpClient;
}

/** A row with what follows from the moment at which it was read. */
interface LoadedRow extends SecretConnectionRow {
  /** Milliseconds by which the database's clock is ahead of ours. */
  clockAhead: number;
  /** Milliseconds, own monotonic clock. */
  loadedAt: number;
}

/** So that a clock that was set meanwhile is noticed. */
const ROW_HOLDS_MS = 30_000;

/** Opens connections for whoever calls a provider: the API, the publisher, the reconciler. */
@Injectable()
export class ConnectionContexts {
  private readonly logger = new Logger('Providers');
  /** Many connections lead to the same few addresses, so they share their sockets. */
  private readonly agents: Agents;
  private readonly clients = new Map<string, Client>();
  private readonly rows = new Map<string, LoadedRow>();

  constructor(
    private readonly repository: ConnectionsRepository,
    private readonly registry: ProviderRegistry,
    private readonly cipher: CredentialsCipher,
    private readonly budgets: RateBudgets,
    private readonly media: MediaSources,
    @Inject(ADDRESS_GUARD) private readonly guard: AddressGuard,
  ) {
    this.agents = createAgents(guard);
  }

  /** @throws ConnectionGoneError where it was deleted, ConnectionUnusableError where it cannot be decrypted */
  async open(connectionId: string, options: OpenOptions = {}): Promise<OpenConnection> {
    const row = await this.rowOf(connectionId, options.version);
    if (!row || row.status === 'disabled') {
      this.clients.delete(connectionId);
      throw new ConnectionGoneError(`The connection ${connectionId} does not exist any more.`);
    }
    const provider = await this.providerOf(row);
    const client = this.clientOf(row, provider);
    const { clockAhead } = row;
    return {
      connection: {
        id: row.id,
        workspaceId: row.workspace_id,
        providerId: row.provider,
        pausedAs: pausedAs(row),
        name: row.name,
        scheduling: row.scheduling,
        status: row.status,
      },
      provider,
      context: {
        credentials: client.credentials,
        http: this.usedFor(row, provider, client, options),
        now: () => Date.now() + clockAhead,
        logger: this.loggerOf(row),
        media: this.media.for(row.workspace_id),
      },
    };
  }

  /** A provider that is not there, or may not be run, is a thing to mend: the connection says so, its posts wait. */
  private async providerOf(row: LoadedRow): Promise<Provider> {
    const found = await this.registry.for(row);
    if (found.ok) return found.provider;
    if (row.status === 'active') {
      const error = unusableProvider(row.provider, found.reason);
      const finding = { status: 'needs_attention', error, synced: false } as const;
      await this.repository.record(row.workspace_id, row.id, finding);
    }
    throw new ProviderUnusableError(found.reason);
  }

  /** The row of the version that the caller has just seen; without one, the row as it is now. */
  private async rowOf(connectionId: string, version: string | undefined): Promise<LoadedRow | null> {
    const known = this.rows.get(connectionId);
    const fresh = known !== undefined && performance.now() - known.loadedAt < ROW_HOLDS_MS;
    if (fresh && version === known.version) return known;
    const row = await this.repository.findWithSecrets(connectionId);
    if (row === null) {
      this.rows.delete(connectionId);
      return null;
    }
    const loaded = { ...row, clockAhead: row.database_now - Date.now(), loadedAt: performance.now() };
    this.rows.set(connectionId, loaded);
    return loaded;
  }

  private clientOf(row: SecretConnectionRow, provider: Provider): Client {
    const known = this.clients.get(row.id);
    if (known?.provider === provider && known.sealed.equals(row.credentials)) return known;
    const credentials = this.decrypt(row);
    const http = createHttpClient({
      guard: this.guard,
      agents: this.agents,
      redact: secretsOf(provider.descriptor.configSchema, credentials),
    });
    // A client that is replaced is left to end by itself: closing it would cut exchanges that still run.
    const sealed = row.credentials;
    const client: Client = { sealed, provider, credentials: Object.freeze(credentials), http };
    this.clients.set(row.id, client);
    return client;
  }

  private decrypt(row: SecretConnectionRow): JsonObject {
    try {
      const sealed = { bytes: row.credentials, keyId: row.credentials_key_id };
      return this.cipher.open(sealed, { workspaceId: row.workspace_id, connectionId: row.id });
    } catch (error) {
      if (!(error instanceof CredentialsUnreadableError)) throw error;
      throw new ConnectionUnusableError(error.message, { cause: error });
    }
  }

  /** The client with the evidence, the budget and the patience of one use. */
  private usedFor(row: SecretConnectionRow, provider: Provider, client: Client, use: OpenOptions): HttpPort {
    const http = client.http.lend({
      onExchange: use.onExchange,
      acquire: async (kind) => {
        const share = kind === 'read' && use.background ? BACKGROUND_SHARE : 1;
        const acquired = await this.budgets.acquire(
          row.id,
          kind,
          provider.descriptor.rateBudgets[kind],
          share,
        );
        if (!acquired.ok) use.onRefused?.(acquired.retryAfter);
        return acquired;
      },
    });
    return tracedPort(row, {
      send: (request) => http.send({ ...request, timeoutMs: request.timeoutMs ?? use.timeoutMs }),
    });
  }

  private loggerOf(row: SecretConnectionRow): ProviderLogger {
    const about = { connectionId: row.id, provider: row.provider };
    return {
      debug: (msg, details) => this.logger.debug({ msg, ...about, ...details }),
      info: (msg, details) => this.logger.log({ msg, ...about, ...details }),
      warn: (msg, details) => this.logger.warn({ msg, ...about, ...details }),
    };
  }
}
