import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiNotFoundResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Caller } from '../http/auth/caller';
import { RequireScope } from '../http/auth/scope.decorators';
import { Repeatable } from '../http/repeatable';
import {
  ExplainManifestDto,
  ManifestExplanationDto,
  ManifestTrialDto,
  TryManifestDto,
} from './manifest-tools.dto';
import { ManifestToolsService } from './manifest-tools.service';
import { CheckManifestDto, ManifestCheckDto } from './manifests.dto';

const UNKNOWN = 'The workspace has no such manifest, or Postern no such preset.';

@ApiTags('manifests')
@ApiBearerAuth('key')
@Controller('v1/manifests')
export class ManifestToolsController {
  constructor(private readonly tools: ManifestToolsService) {}

  @Post('check')
  @HttpCode(200)
  @Repeatable()
  @RequireScope('connections:read')
  @ApiOperation({
    operationId: 'checkManifest',
    summary: 'Say what is wrong with a manifest, and what could be better; nothing is stored',
  })
  @ApiOkResponse({ type: ManifestCheckDto })
  check(@Body() body: CheckManifestDto): ManifestCheckDto {
    return this.tools.check(body);
  }

  @Post('explain')
  @HttpCode(200)
  @Repeatable()
  @RequireScope('connections:read')
  @ApiOperation({
    operationId: 'explainManifest',
    summary: 'Say in plain words what a manifest does',
    description: 'Its operations, what statuses mean, how doubt ends, limits, and what is not certain.',
  })
  @ApiOkResponse({ type: ManifestExplanationDto })
  @ApiNotFoundResponse({ description: UNKNOWN })
  explain(@Caller() caller: Caller, @Body() body: ExplainManifestDto): Promise<ManifestExplanationDto> {
    return this.tools.explain(caller.workspaceId, body);
  }

  @Post('try')
  @HttpCode(200)
  @Repeatable()
  @RequireScope('connections:write')
  @ApiOperation({
    operationId: 'tryManifest',
    summary: 'Show each request that an operation would send, and how a pasted reply is read',
    description: 'Nothing is sent, and no credentials are kept.',
  })
  @ApiOkResponse({ type: ManifestTrialDto })
  @ApiNotFoundResponse({ description: UNKNOWN })
  try(@Caller() caller: Caller, @Body() body: TryManifestDto): Promise<ManifestTrialDto> {
    return this.tools.try(caller.workspaceId, body);
  }
}
