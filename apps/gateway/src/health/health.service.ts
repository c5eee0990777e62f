import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { isDatabaseUnreachable } from '../database/database-errors';

/** Longer than this and a caller would have given up on us anyway. */
const PATIENCE_MS = 2_000;

export interface Readiness {
  ready: boolean;
  checks: Record<string, { ok: boolean; detail: string | null }>;
}

/** Whether this process can do its work; each check names what is missing. */
@Injectable()
export class HealthService {
  constructor(private readonly db: DataSource) {}

  async readiness(): Promise<Readiness> {
    const checks = { database: await this.database() };
    return { ready: Object.values(checks).every((check) => check.ok), checks };
  }

  private async database(): Promise<{ ok: boolean; detail: string | null }> {
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<'late'>((resolve) => {
      timer = setTimeout(() => resolve('late'), PATIENCE_MS);
    });
    // Settled here, so that an answer after the deadline is nobody's unhandled rejection.
    const asked = this.db.query('select 1').then(
      () => 'ok' as const,
      (error: unknown) => (isDatabaseUnreachable(error) ? ('unreachable' as const) : ('failed' as const)),
    );
    const outcome = await Promise.race([asked, patience]);
    clearTimeout(timer);
    switch (outcome) {
      case 'ok':
        return { ok: true, detail: null };
      case 'late':
        return { ok: false, detail: `no answer within ${PATIENCE_MS} ms` };
      case 'unreachable':
        return { ok: false, detail: 'cannot be reached' };
      case 'failed':
        return { ok: false, detail: 'refuses queries' };
    }
  }
}
