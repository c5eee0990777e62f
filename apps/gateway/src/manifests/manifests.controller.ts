import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiConflictResponse,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { Caller } from '../http/auth/caller';
import { RequireScope } from '../http/auth/scope.decorators';
import { PageQuery } from '../http/pagination';
import { Repeatable } from '../http/repeatable';
import { ApiIfMatch, IfMatch, VERSION_TAG_HEADER, VersionTagged } from '../http/version-tag';
import {
  CreateManifestDto,
  ManifestDto,
  ManifestListDto,
  ManifestQuery,
  ManifestVersionListDto,
  UpdateManifestDto,
} from './manifests.dto';
import { ManifestsService } from './manifests.service';

@ApiTags('manifests')
@ApiBearerAuth('key')
@Controller('v1/manifests')
export class ManifestsController {
  constructor(private readonly manifests: ManifestsService) {}

  @Get()
  @RequireScope('connections:read')
  @ApiOperation({
    operationId: 'listManifests',
    summary: 'Manifests of the workspace',
    description: 'Presets are not among them: `GET /v1/providers` lists those.',
  })
  @ApiOkResponse({ type: ManifestListDto })
  list(@Caller() caller: Caller, @Query() query: PageQuery): Promise<ManifestListDto> {
    return this.manifests.list(caller.workspaceId, query);
  }

  @Post()
  @Repeatable()
  @VersionTagged()
  @RequireScope('connections:write')
  @ApiOperation({
    operationId: 'createManifest',
    summary: 'Store a manifest: from then on the workspace can connect to its provider',
    description: 'It is stored only if it passes; else each of its problems is an issue, with its place.',
  })
  @ApiCreatedResponse({ type: ManifestDto, headers: VERSION_TAG_HEADER })
  @ApiConflictResponse({ description: 'The workspace has a manifest of that id already.' })
  create(@Caller() caller: Caller, @Body() body: CreateManifestDto): Promise<ManifestDto> {
    return this.manifests.create(caller.workspaceId, body);
  }

  @Get(':id')
  @VersionTagged()
  @RequireScope('connections:read')
  @ApiOperation({ operationId: 'getManifest', summary: 'One manifest' })
  @ApiOkResponse({ type: ManifestDto, headers: VERSION_TAG_HEADER })
  get(
    @Caller() caller: Caller,
    @Param('id') id: string,
    @Query() { version }: ManifestQuery,
  ): Promise<ManifestDto> {
    return this.manifests.get(caller.workspaceId, id, version === undefined ? null : Number(version));
  }

  @Patch(':id')
  @VersionTagged()
  @RequireScope('connections:write')
  @ApiOperation({
    operationId: 'updateManifest',
    summary: 'Store the next version of a manifest',
    description:
      'Its connections follow at once. The `id` within the manifest stays. A manifest that says what the newest ' +
      'version says makes no other.',
  })
  @ApiIfMatch()
  @ApiOkResponse({ type: ManifestDto, headers: VERSION_TAG_HEADER })
  @ApiConflictResponse({ description: 'The newest version is none that `If-Match` names.' })
  update(
    @Caller() caller: Caller,
    @Param('id') id: string,
    @Body() body: UpdateManifestDto,
    @IfMatch() versions: number[] | null,
  ): Promise<ManifestDto> {
    return this.manifests.update(caller.workspaceId, id, body, versions);
  }

  @Delete(':id')
  @HttpCode(204)
  @RequireScope('connections:write')
  @ApiOperation({ operationId: 'deleteManifest', summary: 'Delete a manifest with all of its versions' })
  @ApiNoContentResponse()
  @ApiConflictResponse({ description: 'Connections use it.' })
  remove(@Caller() caller: Caller, @Param('id') id: string): Promise<void> {
    return this.manifests.remove(caller.workspaceId, id);
  }

  @Get(':id/versions')
  @RequireScope('connections:read')
  @ApiOperation({ operationId: 'listManifestVersions', summary: 'Versions of a manifest, newest first' })
  @ApiOkResponse({ type: ManifestVersionListDto })
  versions(
    @Caller() caller: Caller,
    @Param('id') id: string,
    @Query() query: PageQuery,
  ): Promise<ManifestVersionListDto> {
    return this.manifests.versions(caller.workspaceId, id, query);
  }
}
