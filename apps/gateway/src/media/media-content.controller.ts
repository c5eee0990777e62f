import { Readable } from 'node:stream';
import { Controller, Get, Headers, Inject, Param, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../http/auth/scope.decorators';
import { problem } from '../http/problem';
import { byteRangeOf } from './byte-range';
import { MediaLinks } from './media-links';
import { MEDIA_STORE, type MediaStore } from './media-store';
import { MediaRepository } from './media.repository';

/** Serves stored files to upstreams, by addresses that carry their own proof. No part of the API. */
@ApiExcludeController()
@Controller('media')
export class MediaContentController {
  constructor(
    private readonly links: MediaLinks,
    private readonly repository: MediaRepository,
    @Inject(MEDIA_STORE) private readonly store: MediaStore,
  ) {}

  @Public()
  @Get(':id/content')
  async content(
    @Param('id') id: string,
    @Query('expires') expires: unknown,
    @Query('signature') signature: unknown,
    @Headers('range') range: string | undefined,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const proven =
      typeof expires === 'string' &&
      typeof signature === 'string' &&
      this.links.holds(id, expires, signature);
    const row = proven ? await this.repository.findByAddress(id) : null;
    // A wrong signature and a medium that is gone look alike: nothing is learned by guessing.
    if (row === null) throw problem.notFound('such medium, or the address holds no more');
    const size = Number(row.size_bytes);
    const part = byteRangeOf(range, size);
    void reply.headers({
      'content-type': row.content_type,
      'content-disposition': `inline; filename="${row.file_name}"`,
      'accept-ranges': 'bytes',
      'cache-control': 'private, max-age=3600',
      // A file that a browser took for a page would run as one of ours.
      'content-security-policy': "default-src 'none'; sandbox",
      etag: `"${row.sha256}"`,
    });
    if (part === 'unsatisfiable') {
      return void reply.code(416).header('content-range', `bytes */${size}`).send();
    }
    const { start, end } = part ?? { start: 0, end: size - 1 };
    void reply.header('content-length', end - start + 1);
    if (part !== null) void reply.code(206).header('content-range', `bytes ${start}-${end}/${size}`);
    // Fastify keeps the length of a stream alone; of anything else it counts what it is given.
    if (request.method === 'HEAD') return void reply.send(Readable.from([]));
    void reply.send(await this.store.read(row.storage_key, part ?? undefined));
  }
}
