import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { isDatabaseUnreachable } from '../database/database-errors';
import { asGateway } from '../http/request-context';
import { HooksRepository } from './hooks.repository';

/** Notifications of all processes queue up in Postgres, so each of them sends at most fifty a second. */
const PAUSE_MS = 20;
/** Connections that one notification names: it takes 8,000 bytes. */
const MOST = 200;

/** Tells the workers of hints: the first at once, what comes soon after it together. */
@Injectable()
export class HookHints implements OnApplicationShutdown {
  private readonly logger = new Logger('Hooks');
  private readonly waiting = new Set<string>();
  private timer: NodeJS.Timeout | null = null;
  private toldAt = -Infinity;

  constructor(private readonly repository: HooksRepository) {}

  /** Never throws: where nobody can be told, workers find what is due by themselves. */
  add(connectionId: string): void {
    this.waiting.add(connectionId);
    if (this.timer !== null) return;
    const pause = Math.max(0, this.toldAt + PAUSE_MS - performance.now());
    this.timer = setTimeout(() => void this.tell(), pause);
  }

  async onApplicationShutdown(): Promise<void> {
    if (this.timer === null) return;
    clearTimeout(this.timer);
    await this.tell();
  }

  private async tell(): Promise<void> {
    this.toldAt = performance.now();
    const ids = [...this.waiting].slice(0, MOST);
    for (const id of ids) this.waiting.delete(id);
    try {
      await asGateway(() => this.repository.tell(ids));
    } catch (error) {
      if (!isDatabaseUnreachable(error)) this.logger.error({ msg: 'Workers cannot be told.', err: error });
    }
    this.timer = null;
    const [next] = this.waiting;
    if (next !== undefined) this.add(next);
  }
}
