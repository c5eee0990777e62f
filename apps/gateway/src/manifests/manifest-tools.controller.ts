import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { RequireScope } from '../http/auth/scope.decorators';
import { Repeatable } from '../http/repeatable';
import { ManifestToolsService } from './manifest-tools.service';
import { CheckManifestDto, ManifestCheckDto } from './manifests.dto';

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
}
