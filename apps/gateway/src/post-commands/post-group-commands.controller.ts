import { Body, Controller, Delete, Param, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Caller } from '../http/auth/caller';
import { validate } from '../http/validate';
import { ApiIfMatch, IfMatch } from '../http/version-tag';
import { ManyPostsCommand, Reasoned, Repeatable } from './command-described';
import { reasonOf } from './post-commands.controller';
import { GroupCommandResultDto, RescheduleDto, RetryDto } from './post-commands.dto';
import { PostCommandsService } from './post-commands.service';

@ApiTags('post groups')
@ApiBearerAuth('key')
@Controller('v1/post-groups')
export class PostGroupCommandsController {
  constructor(private readonly commands: PostCommandsService) {}

  @Delete(':id')
  @ManyPostsCommand(GroupCommandResultDto)
  @Reasoned()
  @ApiIfMatch()
  @ApiOperation({
    operationId: 'cancelPostGroup',
    summary: 'Cancel what can be canceled of a group',
    description: 'The group stays readable.',
  })
  cancel(
    @Caller() caller: Caller,
    @Param('id') id: string,
    @Query() query: unknown,
    @Body() body: unknown,
    @IfMatch() versions: number[] | null,
  ): Promise<GroupCommandResultDto> {
    return this.commands.cancelGroup(caller.workspaceId, id, reasonOf(query, body), versions);
  }

  @Post(':id/reschedule')
  @Repeatable()
  @ManyPostsCommand(GroupCommandResultDto)
  @ApiOperation({ operationId: 'reschedulePostGroup', summary: 'Move all posts that have not gone out' })
  reschedule(
    @Caller() caller: Caller,
    @Param('id') id: string,
    @Body() body: RescheduleDto,
  ): Promise<GroupCommandResultDto> {
    return this.commands.rescheduleGroup(caller.workspaceId, id, body.scheduledAt);
  }

  @Post(':id/retry')
  @Repeatable()
  @ManyPostsCommand(GroupCommandResultDto)
  @ApiBody({ type: RetryDto, required: false })
  @ApiOperation({
    operationId: 'retryPostGroup',
    summary: 'Try the failed posts of a group again',
    description: 'Those that cannot succeed by themselves only with `force`.',
  })
  retry(
    @Caller() caller: Caller,
    @Param('id') id: string,
    @Body() body: unknown,
  ): Promise<GroupCommandResultDto> {
    const { force } = validate(RetryDto, body ?? {});
    return this.commands.retryGroup(caller.workspaceId, id, force ?? false);
  }
}
