import { Body, Controller, Delete, Param, Post, Query, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Caller } from '../http/auth/caller';
import { validate } from '../http/validate';
import type { PostView } from '../posts/post-view';
import { ManyPostsCommand, OnePostCommand, Reasoned, Repeatable } from './command-described';
import {
  BulkCommandResultDto,
  BulkRetryDto,
  CancelDto,
  RescheduleDto,
  ResolveDto,
  RetryDto,
} from './post-commands.dto';
import { PostCommandsService, type CommandedPost } from './post-commands.service';

@ApiTags('posts')
@ApiBearerAuth('key')
@Controller('v1/posts')
export class PostCommandsController {
  constructor(private readonly commands: PostCommandsService) {}

  @Delete(':id')
  @OnePostCommand()
  @Reasoned()
  @ApiOperation({
    operationId: 'cancelPost',
    summary: 'Cancel a post',
    description: 'Canceling a canceled post is no error. A post that went out is 409 `too_late`.',
  })
  async cancel(
    @Caller() caller: Caller,
    @Param('id') id: string,
    @Query() query: unknown,
    @Body() body: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PostView> {
    return answer(reply, await this.commands.cancelPost(caller.workspaceId, id, reasonOf(query, body)));
  }

  @Post('bulk-retry')
  @Repeatable()
  @ManyPostsCommand(BulkCommandResultDto)
  @ApiOperation({
    operationId: 'bulkRetryPosts',
    summary: 'Try failed posts again, by filter',
    description: 'Oldest first; without `force` those that need none come first.',
  })
  bulkRetry(@Caller() caller: Caller, @Body() body: BulkRetryDto): Promise<BulkCommandResultDto> {
    return this.commands.bulkRetry(caller.workspaceId, body);
  }

  @Post(':id/reschedule')
  @Repeatable()
  @OnePostCommand()
  @ApiOperation({ operationId: 'reschedulePost', summary: 'Move a post that has not gone out' })
  async reschedule(
    @Caller() caller: Caller,
    @Param('id') id: string,
    @Body() body: RescheduleDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PostView> {
    return answer(reply, await this.commands.reschedulePost(caller.workspaceId, id, body.scheduledAt));
  }

  @Post(':id/retry')
  @Repeatable()
  @OnePostCommand()
  @ApiBody({ type: RetryDto, required: false })
  @ApiOperation({
    operationId: 'retryPost',
    summary: 'Try a failed post again',
    description:
      'An unknown post is resolved first. Where the provider knows the post, it is asked once more.',
  })
  async retry(
    @Caller() caller: Caller,
    @Param('id') id: string,
    @Body() body: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PostView> {
    const { force } = validate(RetryDto, body ?? {});
    return answer(reply, await this.commands.retryPost(caller.workspaceId, id, force ?? false));
  }

  @Post(':id/resolve')
  @Repeatable()
  @OnePostCommand()
  @ApiOperation({
    operationId: 'resolvePost',
    summary: 'Say what became of an unknown post',
    description:
      '`not_published` makes it `failed`, or `canceled` where a cancel was asked for. What the provider ' +
      'later shows still counts.',
  })
  async resolve(
    @Caller() caller: Caller,
    @Param('id') id: string,
    @Body() body: ResolveDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PostView> {
    return answer(reply, await this.commands.resolve(caller.workspaceId, id, body));
  }
}

function answer(reply: FastifyReply, { post, pending }: CommandedPost): PostView {
  if (pending) reply.status(202);
  return post;
}

/** Of the body, else of the query; an empty one is none. */
export function reasonOf(query: unknown, body: unknown): string | null {
  const given = validate(CancelDto, body ?? {}).reason;
  const asked = validate(CancelDto, query ?? {}).reason;
  return given || asked || null;
}
