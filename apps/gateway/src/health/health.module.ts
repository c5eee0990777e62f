import { Module } from '@nestjs/common';
import { HealthController } from './health.controller';
import { HealthService } from './health.service';
import { WorkersRepository } from './workers.repository';

@Module({ controllers: [HealthController], providers: [HealthService, WorkersRepository] })
export class HealthModule {}
