import { Controller, Get, Param } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { RequireScope } from '../http/auth/scope.decorators';
import { presetOf } from './manifest-presets';
import { ManifestPresetDto } from './manifests.dto';

@ApiTags('manifests')
@ApiBearerAuth('key')
@Controller('v1/manifest-presets')
export class ManifestPresetsController {
  @Get(':name')
  @RequireScope('connections:read')
  @ApiOperation({
    operationId: 'getManifestPreset',
    summary: 'The manifest of a preset, to start from',
    description: 'With an `id` of its own it can be stored as the workspace’s.',
  })
  @ApiOkResponse({ type: ManifestPresetDto })
  preset(@Param('name') name: string): ManifestPresetDto {
    return { name, manifest: { ...presetOf(name) } };
  }
}
