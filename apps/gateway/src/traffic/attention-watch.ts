import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import {
  ConnectionContexts,
  ConnectionUnusableError,
  type OpenConnection,
} from '../connections/connection-contexts';
import { ConnectionsRepository } from '../connections/connections.repository';
import { JobQueue } from '../jobs/job-queue';
import { Loop } from '../jobs/loop';
import { AttentionRepository } from './attention.repository';
import { ask } from './connection-attention';

/** How often the table is looked at; new credentials are tried this soon. */
const LOOK_MS = 1_000;
/** How often one connection is asked. */
const EVERY_SECONDS = 60;
const TIMEOUT_MS = 15_000;

/** Asks connections that need attention again, while posts wait for them, and sets those that work going. */
@Injectable()
export class AttentionWatch implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('Attention');
  private readonly loop = new Loop('Attention', LOOK_MS, () => this.look());

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly repository: AttentionRepository,
    private readonly connections: ConnectionsRepository,
    private readonly contexts: ConnectionContexts,
    private readonly jobs: JobQueue,
  ) {}

  onApplicationBootstrap(): void {
    this.loop.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.loop.stop();
  }

  async look(): Promise<void> {
    const due = await this.repository.takeDue(EVERY_SECONDS);
    await Promise.all(due.map((id) => this.askAgain(id)));
  }

  /** Never throws: what goes wrong with one connection concerns no other. */
  private async askAgain(connectionId: string): Promise<void> {
    try {
      const open = await this.contexts.open(connectionId, { timeoutMs: TIMEOUT_MS });
      const check = await ask(open);
      if (check.ok) await this.recovered(open);
      else this.logger.debug(`${connectionId} still needs attention: ${check.error.message}`);
    } catch (error) {
      if (error instanceof ConnectionUnusableError) this.logger.debug(error.message);
      else this.logger.warn(`${connectionId} could not be asked: ${String(error)}`);
    }
  }

  private async recovered({ connection }: OpenConnection): Promise<void> {
    const { id: connectionId, workspaceId, name } = connection;
    await this.connections.record(workspaceId, connectionId, {
      status: 'active',
      error: null,
      synced: false,
    });
    await this.jobs.add(this.dataSource, 'submit', { workspaceId, connectionId });
    this.logger.log(`The connection ${name} (${connectionId}) works again; its posts go on.`);
  }
}
