import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { OpenAPIObject } from '@nestjs/swagger';
import { ApiModule } from '../../api.module';
import { loadConfig } from '../../config/config';
import { openApiDocument } from './openapi';

/** The OpenAPI document without a running API: nothing is instantiated, so that no database is needed. */
export async function describeApi(): Promise<OpenAPIObject> {
  const config = loadConfig({ POSTERN_ENCRYPTION_KEYS: UNUSED_KEY });
  const app = await NestFactory.create<NestFastifyApplication>(ApiModule.with(config), new FastifyAdapter(), {
    preview: true,
    logger: false,
    abortOnError: false,
  });
  return openApiDocument(app, config);
}

/** The configuration asks for one; nothing is encrypted. */
const UNUSED_KEY = `none:${Buffer.alloc(32).toString('base64')}`;
