import { Module } from '@nestjs/common';
import { TrafficModule } from '../traffic/traffic.module';
import { ProviderRegistry } from './provider-registry';
import { ProvidersController } from './providers.controller';

/** Knows which providers this build has. */
@Module({
  imports: [TrafficModule],
  controllers: [ProvidersController],
  providers: [ProviderRegistry],
  exports: [ProviderRegistry],
})
export class ProvidersModule {}
