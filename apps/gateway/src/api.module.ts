import { type DynamicModule, Module, type Type } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_PIPE } from '@nestjs/core';
import { AccountsModule } from './accounts/accounts.module';
import { ApiKeysModule } from './api-keys/api-keys.module';
import { AuditModule } from './audit/audit.module';
import type { Config } from './config/config';
import { ConfigModule } from './config/config.module';
import { ConnectionsModule } from './connections/connections.module';
import { DatabaseModule } from './database/database.module';
import { GroupEditsModule } from './group-edits/group-edits.module';
import { EventsModule } from './events/events.module';
import { HealthModule } from './health/health.module';
import { ApiKeyGuard } from './http/auth/api-key.guard';
import { ErrorDocsController } from './http/error-docs.controller';
import { ProblemFilter } from './http/problem.filter';
import { ValidatePipe } from './http/validate';
import { ManifestsModule } from './manifests/manifests.module';
import { MediaModule } from './media/media.module';
import { OidcModule } from './oidc/oidc.module';
import { PostCommandsModule } from './post-commands/post-commands.module';
import { ImportsModule } from './imports/imports.module';
import { McpModule } from './mcp/mcp.module';
import { ApiMetricsModule } from './metrics/api-metrics.module';
import { PostGroupsModule } from './post-groups/post-groups.module';
import { PostsModule } from './posts/posts.module';
import { ProvidersModule } from './providers/providers.module';
import { SessionsModule } from './sessions/sessions.module';
import { StatsModule } from './stats/stats.module';
import { WebhookEndpointsModule } from './webhooks/webhook-endpoints.module';
import { HookRegistrationsModule } from './hook-registrations/hook-registrations.module';
import { HooksModule } from './hooks/hooks.module';
import { WorkspacesModule } from './workspaces/workspaces.module';

export type ModuleImport = Type | DynamicModule;

/** Everything that answers HTTP. It publishes nothing: that is the worker's. */
@Module({})
export class ApiModule {
  static with(config: Config, modules: ModuleImport[] = []): DynamicModule {
    return {
      module: ApiModule,
      imports: [
        ConfigModule.with(config),
        DatabaseModule.for('api'),
        ApiKeysModule,
        SessionsModule,
        OidcModule,
        AuditModule,
        WorkspacesModule,
        AccountsModule,
        ConnectionsModule,
        ProvidersModule,
        ManifestsModule,
        PostGroupsModule,
        PostsModule,
        PostCommandsModule,
        MediaModule,
        GroupEditsModule,
        ImportsModule,
        HooksModule,
        HookRegistrationsModule,
        EventsModule,
        WebhookEndpointsModule,
        StatsModule,
        HealthModule,
        ApiMetricsModule,
        McpModule,
        ...modules,
      ],
      controllers: [ErrorDocsController],
      providers: [
        { provide: APP_GUARD, useClass: ApiKeyGuard },
        { provide: APP_PIPE, useClass: ValidatePipe },
        { provide: APP_FILTER, useClass: ProblemFilter },
      ],
    };
  }
}
