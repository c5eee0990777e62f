import { Module } from '@nestjs/common';
import { ConnectionsModule } from '../connections/connections.module';
import { HooksController } from './hooks.controller';
import { HooksRepository } from './hooks.repository';
import { HooksService } from './hooks.service';

/** Inbound webhooks of providers. API only. */
@Module({
  imports: [ConnectionsModule],
  controllers: [HooksController],
  providers: [HooksRepository, HooksService],
})
export class HooksModule {}
