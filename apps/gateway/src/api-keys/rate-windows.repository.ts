import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { prepared } from '../database/prepared';
import { asGateway } from '../http/request-context';
import type { RateLimit } from './rate-limit';

const LEASE = prepared('lease_api_calls', 'select * from lease_api_calls($1, $2, $3, $4)');

/** A block of a window's calls. */
export interface LeasedCalls {
  /** Ours alone to spend, 0 where none were left. */
  leased: number;
  /** Left for whoever asks next. */
  unleased: number;
  /** Until the window ends. */
  seconds: number;
}

/** The windows that all replicas share; the migration that makes them says how they count. */
@Injectable()
export class RateWindowsRepository {
  constructor(private readonly db: DataSource) {}

  /** @param wanted how many requests wait for it */
  async lease(keyId: string, { limit, windowSeconds }: RateLimit, wanted: number): Promise<LeasedCalls> {
    const rows = await asGateway(() =>
      this.db.query<LeasedCalls[]>(LEASE, [keyId, limit, windowSeconds, wanted]),
    );
    if (rows[0] === undefined) throw new Error('A function without set returns one row.');
    return rows[0];
  }
}
