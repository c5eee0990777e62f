import { Module } from '@nestjs/common';
import { ConnectionsModule } from '../connections/connections.module';
import { AttentionRepository } from './attention.repository';
import { ConnectionAttention } from './connection-attention';
import { TrafficModule } from './traffic.module';

/** Connections that stopped working. Apart from `TrafficModule`, which connections themselves use. */
@Module({
  imports: [ConnectionsModule, TrafficModule],
  providers: [AttentionRepository, ConnectionAttention],
  exports: [ConnectionAttention],
})
export class AttentionModule {}
