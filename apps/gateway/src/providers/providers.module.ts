import { Module } from '@nestjs/common';
import { ProviderRegistry } from './provider-registry';
import { ProvidersController } from './providers.controller';

/** Knows which providers this build has. */
@Module({ controllers: [ProvidersController], providers: [ProviderRegistry], exports: [ProviderRegistry] })
export class ProvidersModule {}
