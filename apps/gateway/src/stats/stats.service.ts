import { Injectable } from '@nestjs/common';
import { type Caller, hasScope } from '../http/auth/caller';
import { LATE_AFTER_SECONDS, type OverviewDto } from './overview.dto';
import type { LatenessDto, LatenessOfHourDto, PunctualityDto } from './punctuality.dto';
import { StatsRepository } from './stats.repository';

const HOUR_MS = 3_600_000;
const NO_OPEN_POSTS = { draft: 0, pending_approval: 0, scheduled: 0, queued: 0, publishing: 0, unknown: 0 };
const NOTHING_DUE: LatenessDto = {
  posts: 0,
  neverStarted: 0,
  p50Seconds: null,
  p99Seconds: null,
  maxSeconds: null,
};

@Injectable()
export class StatsService {
  constructor(private readonly repository: StatsRepository) {}

  async overview({ workspaceId, scopes }: Caller, hours: number): Promise<OverviewDto> {
    const told = {
      accounts: hasScope(scopes, 'accounts:read'),
      webhooks: hasScope(scopes, 'webhooks:read'),
    };
    const row = await this.repository.overview(workspaceId, hours, told);
    const { since, until, dueNext, failed, throughput, accounts, webhooks } = row;
    const open = { ...NO_OPEN_POSTS, ...row.open };
    return {
      since,
      until,
      open,
      dueNext,
      late: { count: row.lateCount, afterSeconds: LATE_AFTER_SECONDS, posts: row.late },
      unknown: { count: open.unknown, posts: row.unknown },
      failed,
      throughput,
      accounts,
      webhooks,
    };
  }

  async punctuality(workspaceId: string, hours: number): Promise<PunctualityDto> {
    const { hours: busy, ...row } = await this.repository.punctuality(workspaceId, hours);
    return { ...row, hours: everyHour(row.since, hours, busy) };
  }
}

/** With the hours in which nothing was due. */
function everyHour(since: string, hours: number, busy: readonly LatenessOfHourDto[]): LatenessOfHourDto[] {
  const known = new Map(busy.map((each) => [each.hour, each]));
  return Array.from({ length: hours }, (_, nth) => {
    const hour = new Date(Date.parse(since) + nth * HOUR_MS).toISOString();
    return known.get(hour) ?? { hour, ...NOTHING_DUE };
  });
}
