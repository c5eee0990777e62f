import type { Cluster } from '../house/cluster';

interface Orphan {
  submissionId: string;
  provider: string;
  killedAt: number;
  attempt: number;
}

export interface Recovery {
  submissionId: string;
  provider: string;
  /** From the kill until the submission was free again, in milliseconds; `null` = it never was. */
  freeAfterMs: number | null;
  /** From the kill until the next attempt began; `null` = there was none, because a read had settled it. */
  nextAfterMs: number | null;
}

/** Notes what a killed worker held, and tells later how long that lay about. */
export class RecoveryWatch {
  private readonly orphans: Orphan[] = [];
  /** When the database came back after it was killed: nobody could take over before. */
  private readonly returns: number[] = [];

  constructor(private readonly cluster: Cluster) {}

  databaseBack(at: number): void {
    this.returns.push(at);
  }

  /** Attempts are named by host, process id and a random part. */
  async killed(pid: number, killedAt: number): Promise<void> {
    const rows = await this.cluster.query<{ submission_id: string; provider: string; number: number }>(
      `select a.submission_id, s.provider, a.number from attempts a join submissions s on s.id = a.submission_id
       where split_part(a.worker, '/', 2) = $1 and a.outcome is null and s.lease_until is not null`,
      [String(pid)],
    );
    for (const row of rows) {
      this.orphans.push({
        submissionId: row.submission_id,
        provider: row.provider,
        killedAt,
        attempt: row.number,
      });
    }
  }

  async recoveries(): Promise<Recovery[]> {
    if (this.orphans.length === 0) return [];
    const rows = await this.cluster.query<{
      place: number;
      free_at: number | null;
      next_at: number | null;
    }>(
      `select o.place, (extract(epoch from a.finished_at) * 1000)::float8 as free_at,
         (select (extract(epoch from min(n.started_at)) * 1000)::float8 from attempts n
           where n.submission_id = o.id and n.number > o.attempt) as next_at
       from jsonb_to_recordset($1::jsonb) as o(place int, id text, attempt int)
       left join attempts a on a.submission_id = o.id and a.number = o.attempt`,
      [
        JSON.stringify(
          this.orphans.map(({ submissionId, attempt }, place) => ({ place, id: submissionId, attempt })),
        ),
      ],
    );
    return rows.flatMap(({ place, free_at, next_at }) => {
      const orphan = this.orphans[place];
      if (orphan === undefined) return [];
      const { submissionId, provider } = orphan;
      const free = free_at ?? next_at;
      // Where the database was away meanwhile, the clock begins with its return.
      const back = this.returns.filter((at) => at > orphan.killedAt && at < (free ?? Infinity)).at(-1);
      const from = back ?? orphan.killedAt;
      return [
        {
          submissionId,
          provider,
          freeAfterMs: free === null ? null : Math.max(0, free - from),
          nextAfterMs: next_at === null ? null : Math.max(0, next_at - from),
        },
      ];
    });
  }
}
