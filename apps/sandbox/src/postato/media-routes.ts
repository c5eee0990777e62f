import multipart from '@fastify/multipart';
import type { FastifyInstance } from 'fastify';
import { digestOf } from '../frame/digest';
import { newestShownMs } from '../frame/fresh-rows';
import type { PostatoParts } from './parts';
import { invalidRequest } from './refusal';
import type { Access } from './routes';

type ById = { Params: { id: string } };

export async function addMediaRoutes(
  scope: FastifyInstance,
  { media, context }: PostatoParts,
  access: Access,
): Promise<void> {
  await scope.register(multipart, { limits: { fileSize: 512 * 1024 * 1024, files: 20 } });
  scope.post('/media/upload-url', { config: { operation: 'postato.create-upload-url' } }, (request, reply) =>
    reply.code(201).send(media.createUploadUrl(access.workspace(request), request.body)),
  );
  scope.post<ById>('/media/:id/confirm', { config: { operation: 'postato.confirm-media' } }, (request) =>
    media.confirm(access.workspace(request), request.params.id),
  );
  /** One file answers its record, several an array of them: "returns record(s)". */
  scope.post('/media', { config: { operation: 'postato.upload-media' } }, async (request, reply) => {
    const workspaceId = access.workspace(request);
    if (!request.isMultipart()) throw invalidRequest({ body: ['Must be multipart/form-data'] });
    const records: Record<string, unknown>[] = [];
    for await (const { file, filename, mimetype } of request.files()) {
      records.push(media.store(workspaceId, filename, mimetype, await digestOf(file)));
    }
    const [only, ...others] = records;
    if (only === undefined) throw invalidRequest({ file: ['At least one file is required'] });
    return reply.code(201).send(others.length === 0 ? only : records);
  });
  scope.get('/media', { config: { operation: 'postato.list-media', lists: true } }, (request) =>
    media.list(
      access.workspace(request),
      request.query as Record<string, unknown>,
      newestShownMs(request, context.clock),
    ),
  );
  scope.delete<ById>('/media/:id', { config: { operation: 'postato.delete-media' } }, (request) => {
    media.delete(access.workspace(request), request.params.id);
    return { success: true };
  });
}
