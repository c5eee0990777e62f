import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Caller } from '../http/auth/caller';
import { RequireScope } from '../http/auth/scope.decorators';
import { Repeatable } from '../http/repeatable';
import { CreatePostGroupDto } from './create-post-group.dto';
import { ValidationDto } from './validate.dto';
import { ValidateService } from './validate.service';

@ApiTags('post groups')
@ApiBearerAuth('key')
@Controller('v1/post-groups/validate')
export class ValidateController {
  constructor(private readonly service: ValidateService) {}

  @Post()
  @HttpCode(200)
  @RequireScope('publish:write')
  @Repeatable()
  @ApiOperation({
    summary: 'Say which rules a create would break; nothing is written or sent',
    description:
      'The body is that of a create. Media by address are looked at, which a create leaves for later: so what is ' +
      'found here may be more than what a create refuses.',
    operationId: 'validatePostGroup',
  })
  @ApiOkResponse({ type: ValidationDto })
  validate(@Caller() caller: Caller, @Body() body: CreatePostGroupDto): Promise<ValidationDto> {
    return this.service.validate(caller.workspaceId, body);
  }
}
