import {
  Inject,
  Injectable,
  Optional,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { ReadReplica } from './read-replica';

/** Which of them answered. */
export type Reader = 'replica' | 'primary';

/**
 * Answers questions whose answers may be a few seconds old: lists and figures. What follows a write, decides something, or
 * promises to be complete is asked of the `DataSource`.
 */
@Injectable()
export class Reads implements OnApplicationBootstrap, OnApplicationShutdown {
  /** Asked by the metrics; only where there is a replica to speak of. */
  readonly answered: Record<Reader, number> = { replica: 0, primary: 0 };

  constructor(
    @InjectDataSource() private readonly primary: DataSource,
    @Optional() @Inject(ReadReplica) readonly replica: ReadReplica | null = null,
  ) {}

  onApplicationBootstrap(): void {
    this.replica?.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.replica?.stop();
  }

  async query<T>(sql: string, values: unknown[]): Promise<T[]> {
    const rows = (await this.replica?.query<T>(sql, values)) ?? null;
    this.answered[rows === null ? 'primary' : 'replica'] += 1;
    return rows ?? (await this.primary.query<T[]>(sql, values));
  }
}
