import { Body, Controller, HttpCode, Param, Patch, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Caller } from '../http/auth/caller';
import { RequireScope } from '../http/auth/scope.decorators';
import { validate } from '../http/validate';
import { ApiIfMatch, IfMatch, VERSION_TAG_HEADER, VersionTagged } from '../http/version-tag';
import { Repeatable } from '../post-commands/command-described';
import { PostGroupDto } from '../post-groups/post-group.dto';
import { ConflictWith } from '../posts/conflict-described';
import { GroupEditsService } from './group-edits.service';
import { GroupEditProblemDto, PublishDto, UpdatePostGroupDto } from './update-post-group.dto';

@ApiTags('post groups')
@ApiBearerAuth('key')
@Controller('v1/post-groups')
export class GroupEditsController {
  constructor(private readonly edits: GroupEditsService) {}

  @Patch(':id')
  @VersionTagged()
  @RequireScope('publish:write')
  @ApiOperation({
    operationId: 'updatePostGroup',
    summary: 'Edit a group while nothing of it was sent',
    description:
      'Drafts, and groups that wait for their time here. All or nothing, by the rules of a create. Once a ' +
      'provider has one of the posts, or is being given it, the answer is 409 with the group.',
  })
  @ApiIfMatch()
  @ApiOkResponse({ type: PostGroupDto, headers: VERSION_TAG_HEADER })
  @ConflictWith(GroupEditProblemDto)
  update(
    @Caller() caller: Caller,
    @Param('id') id: string,
    @Body() body: UpdatePostGroupDto,
    @IfMatch() versions: number[] | null,
  ): Promise<PostGroupDto> {
    return this.edits.update(caller.workspaceId, id, body, versions);
  }

  @Post(':id/publish')
  @HttpCode(200)
  @Repeatable()
  @VersionTagged()
  @RequireScope('publish:write')
  @ApiBody({ type: PublishDto, required: false })
  @ApiOperation({
    operationId: 'publishPostGroup',
    summary: 'Send a draft, now or at its time',
    description: 'The rules are checked once more. A time that has passed is refused as in a create.',
  })
  @ApiIfMatch()
  @ApiOkResponse({ type: PostGroupDto, headers: VERSION_TAG_HEADER })
  @ConflictWith(GroupEditProblemDto)
  publish(
    @Caller() caller: Caller,
    @Param('id') id: string,
    @Body() body: unknown,
    @IfMatch() versions: number[] | null,
  ): Promise<PostGroupDto> {
    return this.edits.publish(caller.workspaceId, id, validate(PublishDto, body ?? {}), versions);
  }
}
