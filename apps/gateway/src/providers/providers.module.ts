import { Module } from '@nestjs/common';
import { TrafficModule } from '../traffic/traffic.module';
import { ManifestProviders } from './manifest-providers';
import { ProviderRegistry } from './provider-registry';
import { ProvidersController } from './providers.controller';

/** Knows which providers this build has, and which ones the manifests of workspaces make. */
@Module({
  imports: [TrafficModule],
  controllers: [ProvidersController],
  providers: [ProviderRegistry, ManifestProviders],
  exports: [ProviderRegistry],
})
export class ProvidersModule {}
