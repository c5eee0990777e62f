import { Module } from '@nestjs/common';
import { McpController } from './mcp.controller';
import { McpService } from './mcp.service';

/** The API for agents: the Model Context Protocol at `/mcp`. Owns no rule of its own. */
@Module({ controllers: [McpController], providers: [McpService] })
export class McpModule {}
