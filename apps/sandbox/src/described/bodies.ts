import multipart from '@fastify/multipart';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { digestOf } from '../frame/digest';
import type { BodyKind, UploadedFile } from './description';

const LARGEST_FILE = 64 * 1024 * 1024;

type Form = Record<string, unknown>;

/** JSON (an empty body is none), url-encoded and multipart forms, whatever the method. */
export async function acceptBodies(app: FastifyInstance): Promise<void> {
  app.removeContentTypeParser('application/json');
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, text, done) => {
    if (text === '') return done(null, undefined);
    try {
      done(null, JSON.parse(String(text)));
    } catch (error) {
      done(Object.assign(error as Error, { statusCode: 400 }));
    }
  });
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    (_request, text, done) => done(null, formOf([...new URLSearchParams(String(text))])),
  );
  await app.register(multipart, { limits: { fileSize: LARGEST_FILE, files: 20 } });
  app.addHook('preValidation', async (request) => {
    if (request.isMultipart()) request.body = formOf(await partsOf(request));
  });
}

/** How the body of a request is written; null = there is none, or in no way that anybody reads. */
export function bodyKindOf({ headers }: FastifyRequest): BodyKind | null {
  const type = (headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase();
  switch (type) {
    case 'application/json':
      return 'json';
    case 'application/x-www-form-urlencoded':
      return 'form';
    case 'multipart/form-data':
      return 'multipart';
    default:
      return null;
  }
}

async function partsOf(request: FastifyRequest): Promise<[string, unknown][]> {
  const parts: [string, unknown][] = [];
  for await (const part of request.parts()) {
    if (part.type === 'file') {
      const file: UploadedFile = {
        filename: part.filename,
        contentType: part.mimetype,
        ...(await digestOf(part.file)),
      };
      parts.push([part.fieldname, file]);
    } else parts.push([part.fieldname, String(part.value)]);
  }
  return parts;
}

/** A name that repeats has a list. */
function formOf(parts: readonly (readonly [string, unknown])[]): Form {
  const form: Form = {};
  for (const [name, value] of parts) {
    const before = form[name];
    if (!Object.hasOwn(form, name)) form[name] = value;
    else form[name] = Array.isArray(before) ? [...(before as unknown[]), value] : [before, value];
  }
  return form;
}
