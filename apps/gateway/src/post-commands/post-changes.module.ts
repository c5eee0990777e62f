import { Module } from '@nestjs/common';
import { ConnectionsModule } from '../connections/connections.module';
import { JobsModule } from '../jobs/jobs.module';
import { PostWriterModule } from '../posts/post-writer.module';
import { ProvidersModule } from '../providers/providers.module';
import { AttentionModule } from '../traffic/attention.module';
import { TrafficModule } from '../traffic/traffic.module';
import { ChangeRecorder } from './change-recorder';
import { ChangeRunner } from './change-runner';
import { ChangesRepository } from './changes.repository';
import { CommandWriter } from './command-writer';
import { EarlierRounds } from './earlier-rounds';
import { EarlierRoundsRepository } from './earlier-rounds.repository';
import { EffectsRepository } from './effects.repository';
import { TargetsRepository } from './targets.repository';

/** Carries commands to providers. Worker only. */
@Module({
  imports: [AttentionModule, ConnectionsModule, JobsModule, PostWriterModule, ProvidersModule, TrafficModule],
  providers: [
    ChangeRecorder,
    ChangeRunner,
    ChangesRepository,
    CommandWriter,
    EarlierRounds,
    EarlierRoundsRepository,
    EffectsRepository,
    TargetsRepository,
  ],
  exports: [ChangeRunner],
})
export class PostChangesModule {}
