import { Injectable } from '@nestjs/common';
import type { Provider, ProviderContext } from '@postern/core';
import type { Exchange } from '@postern/provider-kit';

export interface OpenOptions {
  /** Told of every exchange with the upstream, already redacted. */
  onExchange?: (exchange: Exchange) => void;
}

/** A connection with everything that a provider's call needs. */
export interface OpenConnection {
  connection: {
    id: string;
    workspaceId: string;
    providerId: string;
    name: string;
    scheduling: 'upstream' | 'gateway' | null;
    status: 'active' | 'needs_attention' | 'disabled';
  };
  provider: Provider;
  context: ProviderContext;
  /** What inbound webhooks of this connection are signed with; empty = none can be verified. */
  webhookSecrets: string[];
}

/** Opens connections for whoever calls a provider: the API, the publisher, the reconciler, inbound hooks. */
@Injectable()
export class ConnectionContexts {
  /** @throws ConnectionUnusableError where it does not exist, is disabled, or cannot be decrypted */
  open(connectionId: string, _options: OpenOptions = {}): Promise<OpenConnection> {
    return Promise.reject(new ConnectionUnusableError(connectionId));
  }
}

/** The message is for an operator. */
export class ConnectionUnusableError extends Error {
  override readonly name = 'ConnectionUnusableError';
}
