import { type DynamicModule, Module } from '@nestjs/common';
import type { Config } from './config/config';
import { ConfigModule } from './config/config.module';
import { ConnectionsModule } from './connections/connections.module';
import { DatabaseModule } from './database/database.module';

/** Everything that works without being asked: it takes no HTTP. */
@Module({})
export class WorkerModule {
  static with(config: Config): DynamicModule {
    return {
      module: WorkerModule,
      imports: [ConfigModule.with(config), DatabaseModule, ConnectionsModule],
    };
  }
}
