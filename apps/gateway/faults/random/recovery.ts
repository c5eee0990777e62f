import type { House } from '../house/house';

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
  /** The longest part of that in which nobody disturbed those who could have taken over. */
  undisturbedMs: number;
  /** From the kill until the next attempt began; `null` = there was none, because a read had settled it. */
  nextAfterMs: number | null;
}

const LOOK_EVERY_MS = 50;

/**
 * Notes what a killed worker held, and tells later how long that lay about although somebody could have taken
 * over: while no other worker runs, or the database is away, nobody can.
 */
export class RecoveryWatch {
  private readonly orphans: Orphan[] = [];
  /** Spans in which nobody could take over. */
  private readonly helpless: { from: number; to: number }[] = [];
  /** When a worker was killed or stopped, or sessions ended: whoever was taking over may have to begin again. */
  private readonly disturbances: number[] = [];
  private readonly timer: NodeJS.Timeout;

  constructor(private readonly house: House) {
    this.timer = setInterval(() => this.look(Date.now()), LOOK_EVERY_MS);
  }

  stop(): void {
    clearInterval(this.timer);
  }

  disturbed(): void {
    this.disturbances.push(Date.now());
  }

  /** Attempts are named by host, process id and a random part. */
  async killed(pid: number, killedAt: number): Promise<void> {
    const rows = await this.house.cluster.query<{ submission_id: string; provider: string; number: number }>(
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
    const rows = await this.house.cluster.query<{
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
      const after = (at: number | null) => (at === null ? null : this.ableBetween(orphan.killedAt, at));
      return [
        {
          submissionId,
          provider,
          freeAfterMs: after(free),
          undisturbedMs: this.undisturbed(orphan.killedAt, free ?? Date.now()),
          nextAfterMs: after(next_at),
        },
      ];
    });
  }

  private look(now: number): void {
    const { workers, cluster } = this.house;
    if (cluster.up && workers.some(({ up, process }) => up && !process.frozen)) return;
    const last = this.helpless.at(-1);
    if (last !== undefined && now - last.to < 4 * LOOK_EVERY_MS) last.to = now;
    else this.helpless.push({ from: now, to: now });
  }

  private undisturbed(from: number, to: number): number {
    const bounds = [from, ...this.disturbances.filter((at) => at > from && at < to), to];
    return Math.max(...bounds.slice(1).map((at, place) => this.ableBetween(bounds[place] ?? from, at)));
  }

  /** Milliseconds of a span in which somebody could have acted. */
  private ableBetween(from: number, to: number): number {
    const idle = this.helpless.reduce(
      (sum, span) => sum + Math.max(0, Math.min(to, span.to) - Math.max(from, span.from)),
      0,
    );
    return Math.max(0, to - from - idle);
  }
}
