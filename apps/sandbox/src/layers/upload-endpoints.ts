import { randomBytes } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { digestOf } from '../frame/digest';
import { addContainer, captionBody, captionOf } from './content-endpoints';
import { containerView } from './content-views';
import { endpoint, type Call, type LayersParts, type Result } from './endpoint';
import { invalid, LayersError, parse } from './errors';
import { newId } from './ids';
import { containerOf, projectOf } from './lookups';
import { kindOf, MEDIA_TYPES, sizeCap } from './media-fetch';
import type { ContainerFile } from './model';

/** Uploads whose bytes can still be fetched. */
const KEPT_UPLOADS = 200;
const PRESIGNED_FOR_MS = 15 * 60_000;

/** Direct upload in three steps: session, PUT to storage, finalize (Layers docs, create-upload-session). */
export function addUploadEndpoints(app: FastifyInstance, parts: LayersParts): void {
  endpoint(app, parts, {
    method: 'POST',
    url: '/projects/:projectId/content/uploads',
    operation: 'layers.create-uploads',
    scope: 'content:write',
    idempotent: true,
    run: (call) => createUploads(parts, call),
  });
  endpoint(app, parts, {
    method: 'POST',
    url: '/content/:containerId/finalize-upload',
    operation: 'layers.finalize-upload',
    faultSubject: captionOf,
    scope: 'content:write',
    idempotent: true,
    run: (call) => finalize(parts, call),
  });
}

const uploadsBody = z.strictObject({
  files: z
    .array(
      z.strictObject({
        filename: z.string().min(1).max(512),
        contentType: z.enum(MEDIA_TYPES),
        sizeBytes: z.number().int().positive(),
      }),
    )
    .min(1)
    .max(10),
  grouping: z.enum(['per-file', 'slideshow']),
});

/** The nesting of the answer is not documented: containers, each with one presigned PUT per file. */
function createUploads(parts: LayersParts, call: Call): Result {
  const project = projectOf(parts, call);
  const { files, grouping } = parse(uploadsBody, call.body);
  files.forEach(({ contentType, sizeBytes }, index) => {
    if (sizeBytes > sizeCap(contentType)) throw invalid(`files.${index}.sizeBytes`, 'The file is too large.');
    if (grouping === 'slideshow' && kindOf(contentType) === 'video') {
      throw invalid(`files.${index}.contentType`, 'A slideshow takes images only.');
    }
  });
  const groups = grouping === 'slideshow' ? [files] : files.map((file) => [file]);
  const expiresAt = parts.context.clock.iso(parts.context.clock.now() + PRESIGNED_FOR_MS);
  const containers = groups.map((group) => {
    const slots = group.map((file) => newSlot(parts, file));
    const container = addContainer(parts, project, slots, null);
    const uploads = slots.map(({ url, contentType }, index) => ({
      filename: group[index]?.filename,
      uploadUrl: url,
      contentType,
      expiresAt,
    }));
    return { containerId: container.id, uploads };
  });
  const containerIds = containers.map(({ containerId }) => containerId);
  return { status: 201, body: { containerIds, containers } };
}

function newSlot(
  parts: LayersParts,
  { contentType, sizeBytes }: { contentType: string; sizeBytes: number },
): ContainerFile {
  const storageToken = randomBytes(18).toString('base64url');
  return {
    assetId: newId(parts.settings.vocabulary, 'ast'),
    kind: kindOf(contentType),
    contentType,
    sizeBytes,
    url: `${parts.context.baseUrl()}/layers/_storage/${storageToken}`,
    storageToken,
    sha256: null,
    received: false,
  };
}

/** Idempotent by state: the first caption wins, later bodies are ignored in silence. */
function finalize(parts: LayersParts, call: Call): Result {
  const container = containerOf(parts, call);
  const body = parse(captionBody, call.body);
  if (container.status !== 'completed') {
    const missing = container.files.filter(({ received }) => !received).length;
    if (missing > 0) {
      throw new LayersError(409, 'UPLOAD_INCOMPLETE', 'Not all files have arrived.', { missing });
    }
    const completedAt = parts.context.clock.iso();
    Object.assign(container, { status: 'completed', caption: body.caption, completedAt });
  }
  return { body: containerView(container, parts.settings) };
}

/** The object storage behind the presigned URLs: no API key, and XML for errors, as storage does. */
export function addStorage(app: FastifyInstance, parts: LayersParts): void {
  const stored = new Map<string, Buffer>();
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  app.put('/:token', { config: { operation: 'layers.storage-put' } }, async (request, reply) => {
    const { token } = request.params as { token: string };
    const slot = parts.containers.slot(token);
    if (slot === undefined) return reply.code(404).type('application/xml').send(xmlError('NoSuchKey'));
    const expired =
      parts.context.clock.now() > Date.parse(slot.container.createdAt) + PRESIGNED_FOR_MS ||
      slot.container.status === 'completed';
    if (expired || request.headers['content-type'] !== slot.file.contentType) {
      const code = expired ? 'AccessDenied' : 'SignatureDoesNotMatch';
      return reply.code(403).type('application/xml').send(xmlError(code));
    }
    const bytes = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    slot.file.received = bytes.byteLength > 0;
    slot.file.sha256 = (await digestOf([bytes])).sha256;
    keep(stored, token, bytes);
    return reply.code(200).send();
  });
  app.get('/:token', (request, reply) => {
    const { token } = request.params as { token: string };
    const bytes = stored.get(token);
    const slot = parts.containers.slot(token);
    if (bytes === undefined || slot === undefined) {
      return reply.code(404).type('application/xml').send(xmlError('NoSuchKey'));
    }
    return reply.type(slot.file.contentType).send(bytes);
  });
}

/** The latest uploads alone, so that a long run does not fill the memory. */
function keep(stored: Map<string, Buffer>, token: string, bytes: Buffer): void {
  stored.set(token, bytes);
  for (const oldest of stored.keys()) {
    if (stored.size <= KEPT_UPLOADS) return;
    stored.delete(oldest);
  }
}

function xmlError(code: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code></Error>`;
}
