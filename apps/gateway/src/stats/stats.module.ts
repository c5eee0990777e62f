import { Module } from '@nestjs/common';
import { StatsController } from './stats.controller';
import { StatsRepository } from './stats.repository';
import { StatsService } from './stats.service';

/** A workspace in figures, for those who watch over it. Reads only, and never the whole history. */
@Module({ controllers: [StatsController], providers: [StatsRepository, StatsService] })
export class StatsModule {}
