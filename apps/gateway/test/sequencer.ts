/** A process that does nothing but give numbers to events, for specs of those who read them. */
import { NestFactory } from '@nestjs/core';
import { Module, type DynamicModule, type INestApplicationContext } from '@nestjs/common';
import { ConfigModule } from '../src/config/config.module';
import type { Config } from '../src/config/config';
import { DatabaseModule } from '../src/database/database.module';
import { EventSequencerModule } from '../src/events/event-sequencer.module';

@Module({})
class SequencerProcess {
  static with(config: Config): DynamicModule {
    return {
      module: SequencerProcess,
      imports: [ConfigModule.with(config), DatabaseModule.for('worker'), EventSequencerModule],
    };
  }
}

export function startSequencer(config: Config): Promise<INestApplicationContext> {
  return NestFactory.createApplicationContext(SequencerProcess.with(config), { logger: false });
}
