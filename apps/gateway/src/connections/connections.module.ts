import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module';
import { MediaModule } from '../media/media.module';
import { ProvidersModule } from '../providers/providers.module';
import { TrafficModule } from '../traffic/traffic.module';
import { addressGuardProvider } from './address-guard.provider';
import { CallersConnections } from './callers-connections';
import { ConnectionChecks } from './connection-checks';
import { ConnectionContexts } from './connection-contexts';
import { ConnectionRemoval } from './connection-removal';
import { ConnectionViews } from './connection-views';
import { ConnectionsController } from './connections.controller';
import { ConnectionsRepository } from './connections.repository';
import { ConnectionsService } from './connections.service';
import { CredentialsCipher } from './credentials-cipher';
import { HookKeysReader } from './hook-keys';
import { HookKeysRepository } from './hook-keys.repository';
import { HookSecrets } from './hook-secrets';
import { RateBudgets } from './rate-budgets';

/** Owns the credentials: nobody else decrypts them. */
@Module({
  imports: [AccountsModule, MediaModule, ProvidersModule, TrafficModule],
  controllers: [ConnectionsController],
  providers: [
    ConnectionsService,
    ConnectionsRepository,
    CallersConnections,
    ConnectionChecks,
    ConnectionContexts,
    ConnectionRemoval,
    ConnectionViews,
    CredentialsCipher,
    RateBudgets,
    HookKeysReader,
    HookKeysRepository,
    HookSecrets,
    addressGuardProvider,
  ],
  exports: [CallersConnections, ConnectionContexts, ConnectionsRepository, HookKeysReader, HookSecrets],
})
export class ConnectionsModule {}
