import { Body, Controller, Get, Param, Post, Query, Res } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiCreatedResponse,
  ApiHeader,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Caller } from '../http/auth/caller';
import { RequireScope } from '../http/auth/scope.decorators';
import { canonicalHash } from '../http/canonical-json';
import { IdempotencyKey, MAX_IDEMPOTENCY_KEY } from '../http/idempotency-key';
import { VERSION_TAG_HEADER, VersionTagged } from '../http/version-tag';
import { ConflictWith } from '../posts/conflict-described';
import { CreatePostGroupDto } from './create-post-group.dto';
import {
  CreatePostGroupProblemDto,
  ListPostGroupsQuery,
  PostGroupDto,
  PostGroupPageDto,
} from './post-group.dto';
import { PostGroupsService } from './post-groups.service';

const PATH = '/v1/post-groups';

@ApiTags('post groups')
@ApiBearerAuth('key')
@Controller('v1/post-groups')
export class PostGroupsController {
  constructor(private readonly groups: PostGroupsService) {}

  @Post()
  @VersionTagged()
  @RequireScope('publish:write')
  @ApiOperation({ summary: 'Publish content to accounts', operationId: 'createPostGroup' })
  @ApiHeader({
    name: 'Idempotency-Key',
    required: false,
    description: 'Makes the request repeatable: the same key and body give the first answer again.',
    schema: { type: 'string', maxLength: MAX_IDEMPOTENCY_KEY },
  })
  @ApiCreatedResponse({ type: PostGroupDto, headers: VERSION_TAG_HEADER })
  @ConflictWith(CreatePostGroupProblemDto)
  async create(
    @Caller() caller: Caller,
    @Body() body: CreatePostGroupDto,
    @IdempotencyKey() key: string | null,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<unknown> {
    const idempotency =
      key === null ? null : { method: 'POST', path: PATH, key, bodyHash: canonicalHash(body) };
    const created = await this.groups.create(caller.workspaceId, body, idempotency);
    reply.status(created.status);
    if (created.replayed) reply.header('Idempotency-Replayed', 'true');
    return created.body;
  }

  @Get()
  @RequireScope('publish:read')
  @ApiOperation({ summary: 'List post groups, newest first', operationId: 'listPostGroups' })
  @ApiOkResponse({ type: PostGroupPageDto })
  list(@Caller() caller: Caller, @Query() query: ListPostGroupsQuery): Promise<PostGroupPageDto> {
    const { limit, cursor, ...filter } = query;
    return this.groups.list(caller.workspaceId, filter, { limit, cursor });
  }

  @Get(':id')
  @VersionTagged()
  @RequireScope('publish:read')
  @ApiOperation({ summary: 'Read a post group with its posts', operationId: 'getPostGroup' })
  @ApiOkResponse({ type: PostGroupDto, headers: VERSION_TAG_HEADER })
  get(@Caller() caller: Caller, @Param('id') id: string): Promise<PostGroupDto> {
    return this.groups.get(caller.workspaceId, id);
  }
}
