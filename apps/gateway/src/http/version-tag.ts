/** The version of a thing as an entity tag: `ETag: "3"` on the way out, `If-Match` on the way in. */
import { applyDecorators, createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiHeader } from '@nestjs/swagger';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { problem } from './problem';

const TAG = /^(?:(?:W\/)?"(\d{1,9})"|(\d{1,9}))$/;

/**
 * Sends `ETag` with whatever is answered, what is replayed too. By a hook of the server: an interceptor would put
 * the whole request through observables, for the sake of one header.
 */
export const VersionTagged = () => RouteConfig({ versionTagged: true });

/** Refusals have no version, and come here as text. */
export function tagVersions(fastify: FastifyInstance): void {
  fastify.addHook('preSerialization', (request, reply, payload: unknown, done) => {
    const { versionTagged } = request.routeOptions.config as { versionTagged?: boolean };
    if (versionTagged) reply.header('etag', `"${(payload as { version: number }).version}"`);
    done(null, payload);
  });
}

/** What the OpenAPI document says of the header of a response. */
export const VERSION_TAG_HEADER = {
  ETag: { description: 'The `version`, in quotes.', schema: { type: 'string' as const, example: '"3"' } },
};

/**
 * The versions that the caller will have changed, one of which must be the current one; `null`: any.
 * Weak tags and bare numbers are taken too: some clients and proxies make them of a strong one.
 *
 * @throws ProblemError VALIDATION for what is no version of ours
 */
export const IfMatch = createParamDecorator((_data: unknown, context: ExecutionContext): number[] | null => {
  const header = context.switchToHttp().getRequest<FastifyRequest>().headers['if-match'];
  return header === undefined ? null : versionsOf(header);
});

export function versionsOf(header: string): number[] | null {
  if (header.trim() === '*') return null;
  return header.split(',').map((tag) => {
    const found = TAG.exec(tag.trim());
    if (found !== null) return Number(found[1] ?? found[2]);
    const message = `If-Match takes the version of the thing, as in "3", not ${tag.trim().slice(0, 50)}`;
    throw problem.validation([{ path: 'If-Match', rule: 'if_match', message }]);
  });
}

/** Why `If-Match` forbids a change of the thing; `null`: it does not. */
export function staleVersion(thing: string, version: number, versions: number[] | null): string | null {
  if (versions === null || versions.includes(version)) return null;
  return `The ${thing} has version ${version}; If-Match names ${versions.join(', ')}.`;
}

export const ApiIfMatch = () =>
  applyDecorators(
    ApiHeader({
      name: 'If-Match',
      required: false,
      description:
        'The `version` that you have read, as in `"3"`. Where it is not the current one any more, nothing is ' +
        'changed and the answer is 409. Without it the last writer wins.',
      schema: { type: 'string', example: '"3"' },
    }),
  );
