import {
  Inject,
  Injectable,
  type OnApplicationBootstrap,
  type BeforeApplicationShutdown,
} from '@nestjs/common';
import { CONFIG, type Config } from '../config/config';
import { Listener } from '../database/listener';
import { Reconciler } from './reconciler';

/** Hears which connections' posts the webhooks of their providers speak of, and has them read now. */
@Injectable()
export class HintListener implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly listener: Listener;

  constructor(@Inject(CONFIG) config: Config, reconciler: Reconciler) {
    if (config.databaseUrl === null) throw new Error('The database address is not known yet.');
    this.listener = new Listener({
      databaseUrl: config.databaseUrl,
      channel: 'postern_hints',
      heard: (payload) => reconciler.hint(payload.split(' ')),
      // What was said before is due in the rows: the reconciler finds it by itself.
      listens: () => undefined,
    });
  }

  onApplicationBootstrap(): void {
    this.listener.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.listener.stop();
  }
}
