import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Param,
  Patch,
  Post,
  Query,
  UseInterceptors,
} from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiConflictResponse,
  ApiCreatedResponse,
  ApiHeader,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { Caller } from '../http/auth/caller';
import { RequireScope } from '../http/auth/scope.decorators';
import { MAX_IDEMPOTENCY_KEY } from '../http/idempotency-key';
import { IdempotencyInterceptor } from '../http/idempotency.interceptor';
import { UpstreamTime } from '../http/upstream-time';
import { ConnectionRemoval } from './connection-removal';
import { ConnectionChecks } from './connection-checks';
import {
  ConnectionCheckDto,
  ConnectionDto,
  ConnectionListDto,
  ConnectionsQuery,
  ConnectionSyncDto,
  CreateConnectionDto,
  DeleteConnectionQuery,
  UpdateConnectionDto,
} from './connections.dto';
import { ConnectionsService } from './connections.service';

const IdempotencyHeader = () =>
  ApiHeader({
    name: 'Idempotency-Key',
    required: false,
    description: 'Makes the request repeatable: the same key and body give the first answer again.',
    schema: { type: 'string', maxLength: MAX_IDEMPOTENCY_KEY },
  });

@ApiTags('connections')
@ApiBearerAuth('key')
@Controller('v1/connections')
export class ConnectionsController {
  constructor(
    private readonly connections: ConnectionsService,
    private readonly checks: ConnectionChecks,
    private readonly removal: ConnectionRemoval,
  ) {}

  @Get()
  @RequireScope('connections:read')
  @ApiOperation({ operationId: 'listConnections', summary: 'Connections of the workspace' })
  @ApiOkResponse({ type: ConnectionListDto })
  list(@Caller() caller: Caller, @Query() query: ConnectionsQuery): Promise<ConnectionListDto> {
    return this.connections.list(caller.workspaceId, query);
  }

  @Post()
  @UseInterceptors(IdempotencyInterceptor)
  @IdempotencyHeader()
  @RequireScope('connections:write')
  @ApiOperation({
    operationId: 'createConnection',
    summary: 'Connect to a provider, and list its accounts at once',
    description: 'A provider that refuses or is away does not undo the creation: see `status` and `error`.',
  })
  @ApiCreatedResponse({ type: ConnectionDto })
  create(
    @Caller() caller: Caller,
    @Body() body: CreateConnectionDto,
    @UpstreamTime() upstream: UpstreamTime,
  ): Promise<ConnectionDto> {
    return this.connections.create(caller.workspaceId, body, upstream);
  }

  @Get(':id')
  @RequireScope('connections:read')
  @ApiOperation({ operationId: 'getConnection', summary: 'One connection' })
  @ApiOkResponse({ type: ConnectionDto })
  get(@Caller() caller: Caller, @Param('id') id: string): Promise<ConnectionDto> {
    return this.connections.get(caller.workspaceId, id);
  }

  @Patch(':id')
  @RequireScope('connections:write')
  @ApiOperation({ operationId: 'updateConnection', summary: 'Change name, credentials or scheduling' })
  @ApiConflictResponse({
    description: 'Its provider is not part of this build, or its credentials cannot be read.',
  })
  @ApiOkResponse({ type: ConnectionDto })
  update(
    @Caller() caller: Caller,
    @Param('id') id: string,
    @Body() body: UpdateConnectionDto,
  ): Promise<ConnectionDto> {
    return this.connections.update(caller.workspaceId, id, body);
  }

  @Delete(':id')
  @HttpCode(204)
  @RequireScope('connections:write')
  @ApiOperation({
    operationId: 'deleteConnection',
    summary: 'Delete a connection',
    description:
      'Its credentials are erased and its accounts leave the lists; its posts stay readable. With open ' +
      'posts it is a conflict unless `force=true`. Webhooks that were registered at the provider are taken back there, ' +
      'as well as can be.',
  })
  @ApiNoContentResponse()
  @ApiConflictResponse({ description: 'Posts are open, and `force` was not given.' })
  remove(
    @Caller() caller: Caller,
    @Param('id') id: string,
    @Query() query: DeleteConnectionQuery,
  ): Promise<void> {
    return this.removal.remove(caller.workspaceId, id, query.force === 'true');
  }

  @Post(':id/check')
  @UseInterceptors(IdempotencyInterceptor)
  @IdempotencyHeader()
  @HttpCode(200)
  @RequireScope('connections:write')
  @ApiOperation({ operationId: 'checkConnection', summary: 'Ask the provider whether the credentials work' })
  @ApiConflictResponse({ description: 'The connection cannot be used; the detail says why.' })
  @ApiOkResponse({ type: ConnectionCheckDto })
  check(
    @Caller() caller: Caller,
    @Param('id') id: string,
    @UpstreamTime() upstream: UpstreamTime,
  ): Promise<ConnectionCheckDto> {
    return this.checks.check(caller.workspaceId, id, upstream);
  }

  @Post(':id/sync')
  @UseInterceptors(IdempotencyInterceptor)
  @IdempotencyHeader()
  @HttpCode(200)
  @RequireScope('connections:write')
  @ApiOperation({ operationId: 'syncConnection', summary: 'List the provider’s accounts anew' })
  @ApiOkResponse({ type: ConnectionSyncDto })
  @ApiConflictResponse({ description: 'The provider refuses or is away; `error` says why.' })
  sync(
    @Caller() caller: Caller,
    @Param('id') id: string,
    @UpstreamTime() upstream: UpstreamTime,
  ): Promise<ConnectionSyncDto> {
    return this.checks.sync(caller.workspaceId, id, upstream);
  }
}
