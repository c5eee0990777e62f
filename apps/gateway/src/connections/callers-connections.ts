import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../config/config';
import { problem } from '../http/problem';
import type { UpstreamTime } from '../http/upstream-time';
import { ConnectionContexts, ConnectionUnusableError, type OpenConnection } from './connection-contexts';
import { ConnectionsRepository } from './connections.repository';

/** A caller waits for these calls, so they are given up sooner than those of the worker. */
const TIMEOUT_MS = 10_000;

/** Opens connections for requests that ask their provider something. */
@Injectable()
export class CallersConnections {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly repository: ConnectionsRepository,
    private readonly contexts: ConnectionContexts,
  ) {}

  /**
   * @param upstream is told how long the provider took
   * @throws ProblemError NOT_FOUND where the workspace has no such connection, CONFLICT where nobody can use it
   */
  async open(workspaceId: string, id: string, upstream: UpstreamTime): Promise<OpenConnection> {
    // The workspace's own look first: a foreign connection does not exist for it.
    if (!(await this.repository.find(workspaceId, id))) throw problem.notFound(`connection ${id}`);
    try {
      return await this.contexts.open(id, {
        timeoutMs: Math.min(TIMEOUT_MS, this.config.upstreamTimeoutSeconds * 1000),
        onExchange: (exchange) => upstream.add(exchange.durationMs),
      });
    } catch (error) {
      if (error instanceof ConnectionUnusableError) throw problem.conflict(error.message);
      throw error;
    }
  }
}
