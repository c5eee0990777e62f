import { type DynamicModule, Module } from '@nestjs/common';
import type { Config } from '../config/config';
import { ConfigModule } from '../config/config.module';
import { DatabaseModule } from '../database/database.module';
import { PostWriterModule } from '../posts/post-writer.module';
import { DoubtfulRepository } from './doubtful.repository';
import { Restored } from './restored';

/** What is done once after a restoration. No loop turns in it. */
@Module({})
export class RestoreModule {
  static with(config: Config): DynamicModule {
    return {
      module: RestoreModule,
      imports: [ConfigModule.with(config), DatabaseModule.for('worker'), PostWriterModule],
      providers: [Restored, DoubtfulRepository],
    };
  }
}
