import { Controller, Delete, Get, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiBody,
  ApiConsumes,
  ApiCreatedResponse,
  ApiExtraModels,
  ApiHeader,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
  getSchemaPath,
} from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Caller } from '../http/auth/caller';
import { RequireScope } from '../http/auth/scope.decorators';
import { drain } from '../http/drain';
import { IdempotencyKey, MAX_IDEMPOTENCY_KEY } from '../http/idempotency-key';
import { validate } from '../http/validate';
import { fileOf } from './media-upload';
import { MediaDto, MediaFromUrlDto, MediaUploadDto } from './media.dto';
import { type CreatedMedia, MediaService } from './media.service';

@ApiTags('media')
@ApiBearerAuth('key')
@ApiExtraModels(MediaFromUrlDto, MediaUploadDto)
@Controller('v1/media')
export class MediaController {
  constructor(private readonly media: MediaService) {}

  @Post()
  @RequireScope('publish:write')
  @ApiOperation({
    operationId: 'createMedia',
    summary: 'Store an image or a video',
    description:
      'As `multipart/form-data` with the field `file`, or as JSON with the address of a file that is fetched ' +
      'now. Its type is told by its bytes. What no post comes to need is deleted at `expiresAt`.',
  })
  @ApiHeader({
    name: 'Idempotency-Key',
    required: false,
    description:
      'Makes the request repeatable: the same key, bytes and file name give the first answer again.',
    schema: { type: 'string', maxLength: MAX_IDEMPOTENCY_KEY },
  })
  @ApiConsumes('multipart/form-data', 'application/json')
  @ApiBody({
    schema: { oneOf: [{ $ref: getSchemaPath(MediaUploadDto) }, { $ref: getSchemaPath(MediaFromUrlDto) }] },
  })
  @ApiCreatedResponse({ type: MediaDto })
  async create(
    @Caller() caller: Caller,
    @Req() request: FastifyRequest,
    @IdempotencyKey() key: string | null,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<MediaDto> {
    const created = request.isMultipart()
      ? await this.upload(caller, request, key)
      : await this.media.fetch(caller.workspaceId, validate(MediaFromUrlDto, request.body).url, key);
    if (created.replayed) reply.header('Idempotency-Replayed', 'true');
    return created.body;
  }

  @Get(':id')
  @RequireScope('publish:read', 'publish:write')
  @ApiOperation({ operationId: 'getMedia', summary: 'What is known of a stored medium' })
  @ApiOkResponse({ type: MediaDto })
  get(@Caller() caller: Caller, @Param('id') id: string): Promise<MediaDto> {
    return this.media.get(caller.workspaceId, id);
  }

  @Delete(':id')
  @HttpCode(204)
  @RequireScope('publish:write')
  @ApiOperation({
    operationId: 'deleteMedia',
    summary: 'Delete a stored medium',
    description: 'A conflict while a post can still need it; `groupIds` names some of its groups.',
  })
  @ApiNoContentResponse()
  remove(@Caller() caller: Caller, @Param('id') id: string): Promise<void> {
    return this.media.remove(caller.workspaceId, id);
  }

  private async upload(caller: Caller, request: FastifyRequest, key: string | null): Promise<CreatedMedia> {
    try {
      return await this.media.upload(caller.workspaceId, await fileOf(request), key);
    } catch (error) {
      // A sender in the middle of its file would never read the answer.
      await drain(request.raw);
      throw error;
    }
  }
}
