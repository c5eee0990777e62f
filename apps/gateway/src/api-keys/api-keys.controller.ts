import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiBody,
  ApiConflictResponse,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { Caller } from '../http/auth/caller';
import { RequireScope } from '../http/auth/scope.decorators';
import { Repeatable } from '../http/repeatable';
import { SealedIdempotencyInterceptor } from '../http/sealed-idempotency.interceptor';
import { validate } from '../http/validate';
import {
  ApiKeyDto,
  ApiKeyListDto,
  ApiKeysQuery,
  CreateApiKeyDto,
  NewApiKeyDto,
  RevokeApiKeyQuery,
  RotateApiKeyDto,
  UpdateApiKeyDto,
} from './api-keys.dto';
import { ApiKeysService } from './api-keys.service';

@ApiTags('API keys')
@ApiBearerAuth('key')
@RequireScope('admin')
@Controller('v1/api-keys')
export class ApiKeysController {
  constructor(private readonly keys: ApiKeysService) {}

  @Get()
  @ApiOperation({
    operationId: 'listApiKeys',
    summary: 'API keys of the workspace, newest first',
    description: 'Revoked and expired ones, too.',
  })
  @ApiOkResponse({ type: ApiKeyListDto })
  list(@Caller() caller: Caller, @Query() query: ApiKeysQuery): Promise<ApiKeyListDto> {
    return this.keys.list(caller, query);
  }

  @Post()
  @Repeatable(SealedIdempotencyInterceptor)
  @ApiOperation({
    operationId: 'createApiKey',
    summary: 'Make an API key',
    description:
      'The secret is in this answer and in no other; a repetition with the same Idempotency-Key gives it ' +
      'again for as long as the record is kept.',
  })
  @ApiCreatedResponse({ type: NewApiKeyDto })
  create(@Caller() caller: Caller, @Body() body: CreateApiKeyDto): Promise<NewApiKeyDto> {
    return this.keys.create(caller, body);
  }

  @Get(':id')
  @ApiOperation({ operationId: 'getApiKey', summary: 'One API key' })
  @ApiOkResponse({ type: ApiKeyDto })
  get(@Caller() caller: Caller, @Param('id') id: string): Promise<ApiKeyDto> {
    return this.keys.get(caller, id);
  }

  @Patch(':id')
  @ApiOperation({
    operationId: 'updateApiKey',
    summary: 'Change name, scopes, expiry or rate limit',
    description: 'Every replica knows of it within 5 seconds.',
  })
  @ApiConflictResponse({ description: 'The key is revoked, or the last one that may do everything.' })
  @ApiOkResponse({ type: ApiKeyDto })
  update(
    @Caller() caller: Caller,
    @Param('id') id: string,
    @Body() body: UpdateApiKeyDto,
  ): Promise<ApiKeyDto> {
    return this.keys.update(caller, id, body);
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiConflictResponse({
    description: 'It is the key of this request, or the last one that may do everything.',
  })
  @ApiOperation({
    operationId: 'revokeApiKey',
    summary: 'Revoke an API key',
    description:
      'It stays listed. Every replica refuses it within 5 seconds. The key of this very request, and the ' +
      'last admin key of the workspace, only with `force=true`.',
  })
  @ApiNoContentResponse()
  revoke(
    @Caller() caller: Caller,
    @Param('id') id: string,
    @Query() query: RevokeApiKeyQuery,
  ): Promise<void> {
    return this.keys.revoke(caller, id, query.force === 'true');
  }

  @Post(':id/rotate')
  @Repeatable(SealedIdempotencyInterceptor)
  @ApiBody({ type: RotateApiKeyDto, required: false })
  @ApiOperation({
    operationId: 'rotateApiKey',
    summary: 'Replace an API key by a new one',
    description:
      'The new key has the name, scopes and rate limit of the old one, which works until the overlap is over ' +
      'and names its successor in `replacedBy`.',
  })
  @ApiConflictResponse({ description: 'The key is revoked, has expired, or was rotated before.' })
  @ApiCreatedResponse({ type: NewApiKeyDto })
  rotate(@Caller() caller: Caller, @Param('id') id: string, @Body() body: unknown): Promise<NewApiKeyDto> {
    return this.keys.rotate(caller, id, validate(RotateApiKeyDto, body ?? {}));
  }
}
