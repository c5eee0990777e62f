import { Body, Controller, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Caller } from '../http/auth/caller';
import { RequireScope } from '../http/auth/scope.decorators';
import { Repeatable } from '../http/repeatable';
import {
  CreateWorkspaceDto,
  UpdateWorkspaceDto,
  WorkspaceDto,
  WorkspaceListDto,
  WorkspacesQuery,
} from './workspaces.dto';
import { WorkspacesService } from './workspaces.service';

@ApiTags('workspaces')
@ApiBearerAuth('key')
@Controller('v1/workspaces')
export class WorkspacesController {
  constructor(private readonly workspaces: WorkspacesService) {}

  @Get()
  @RequireScope('admin')
  @ApiOperation({
    operationId: 'listWorkspaces',
    summary: 'Workspaces, newest first',
    description: 'All of the instance for a key with the scope `instance`, else the key’s own.',
  })
  @ApiOkResponse({ type: WorkspaceListDto })
  list(@Caller() caller: Caller, @Query() query: WorkspacesQuery): Promise<WorkspaceListDto> {
    return this.workspaces.list(caller, query);
  }

  @Post()
  @RequireScope('instance')
  @Repeatable()
  @ApiOperation({
    operationId: 'createWorkspace',
    summary: 'Make a workspace',
    description: 'It has no key yet: make one with `POST /v1/api-keys` and its `workspaceId`.',
  })
  @ApiCreatedResponse({ type: WorkspaceDto })
  create(@Body() body: CreateWorkspaceDto): Promise<WorkspaceDto> {
    return this.workspaces.create(body);
  }

  @Get(':id')
  @RequireScope('admin')
  @ApiOperation({ operationId: 'getWorkspace', summary: 'One workspace' })
  @ApiOkResponse({ type: WorkspaceDto })
  get(@Caller() caller: Caller, @Param('id') id: string): Promise<WorkspaceDto> {
    return this.workspaces.get(caller, id);
  }

  @Patch(':id')
  @RequireScope('admin')
  @ApiOperation({ operationId: 'updateWorkspace', summary: 'Rename a workspace' })
  @ApiOkResponse({ type: WorkspaceDto })
  update(
    @Caller() caller: Caller,
    @Param('id') id: string,
    @Body() body: UpdateWorkspaceDto,
  ): Promise<WorkspaceDto> {
    return this.workspaces.update(caller, id, body);
  }
}
