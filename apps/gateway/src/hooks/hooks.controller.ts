import { Controller, HttpCode, Param, Post, Req } from '@nestjs/common';
import {
  ApiBadRequestResponse,
  ApiBody,
  ApiNoContentResponse,
  ApiOperation,
  ApiTags,
  ApiUnauthorizedResponse,
} from '@nestjs/swagger';
import type { WebhookHeaders } from '@postern/core';
import type { FastifyRequest } from 'fastify';
import { Public } from '../http/auth/scope.decorators';
import { rawBodyOf } from '../http/json-body';
import { HooksService } from './hooks.service';

/** No key, but a signature over the raw bytes. */
@ApiTags('inbound hooks')
@Public()
@Controller('hooks')
export class HooksController {
  constructor(private readonly hooks: HooksService) {}

  @Post(':connectionId')
  @HttpCode(204)
  @ApiOperation({
    summary: 'Take a provider’s webhook',
    operationId: 'takeProviderWebhook',
    description: 'One that came before is answered alike, and does nothing.',
  })
  @ApiBody({
    description: 'As the provider sends it.',
    schema: { type: 'object', additionalProperties: true },
  })
  @ApiNoContentResponse()
  @ApiBadRequestResponse({ description: 'The webhook is signed, but cannot be understood.' })
  @ApiUnauthorizedResponse({ description: 'The webhook is not signed as agreed.' })
  async take(@Param('connectionId') connectionId: string, @Req() request: FastifyRequest): Promise<void> {
    await this.hooks.take(connectionId, { rawBody: rawBodyOf(request), headers: singleHeaders(request) });
  }
}

function singleHeaders(request: FastifyRequest): WebhookHeaders {
  return Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(',') : value,
    ]),
  );
}
