import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module';
import { ConnectionsModule } from '../connections/connections.module';
import { AttentionModule } from '../traffic/attention.module';
import { AccountRefresh } from './account-refresh';
import { AccountRefreshRepository } from './account-refresh.repository';

/** Keeps accounts in step with what webhooks tell of them. Worker only. */
@Module({
  imports: [AccountsModule, AttentionModule, ConnectionsModule],
  providers: [AccountRefresh, AccountRefreshRepository],
})
export class AccountRefreshModule {}
