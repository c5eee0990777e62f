import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';

export interface Numbered {
  count: number;
  /** Whose events they were. */
  workspaceIds: string[];
}

/** The longest that Postgres takes as a notification, less one. */
const MAX_PAYLOAD_BYTES = 7_999;

@Injectable()
export class EventSequencerRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /**
   * Numbers what is committed, in the order in which it was written.
   *
   * @param settles whether the sequencer goes to sleep where there is nothing to number
   * @returns `null` where another worker does it
   */
  async number(
    workerId: string,
    options: { leaseMs: number; most: number; settles: boolean },
  ): Promise<Numbered | null> {
    const [row] = await this.dataSource.query<{ numbered: number; workspaces: string[] }[]>(
      'select numbered, workspaces from number_events($1, $2, $3, $4)',
      [workerId, options.leaseMs, options.most, options.settles],
    );
    return row === undefined ? null : { count: row.numbered, workspaceIds: row.workspaces };
  }

  /** Tells every API process whose events there are. Empty = anybody's. */
  async announce(workspaceIds: readonly string[]): Promise<void> {
    const payload = workspaceIds.join(' ');
    await this.dataSource.query(`select pg_notify('postern_events', $1)`, [
      payload.length > MAX_PAYLOAD_BYTES ? '' : payload,
    ]);
  }

  /** Lets another worker begin at once. */
  async leave(workerId: string): Promise<void> {
    await this.dataSource.query(
      `update event_sequencer set held_until = '-infinity', idle = false where holder = $1`,
      [workerId],
    );
  }
}
