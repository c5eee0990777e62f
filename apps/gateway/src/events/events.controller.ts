import { Controller, Get, Headers, Query, Req, Res } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiExtraModels,
  ApiHeader,
  ApiOkResponse,
  ApiOperation,
  ApiProduces,
  ApiTags,
} from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Caller } from '../http/auth/caller';
import { RequireScope } from '../http/auth/scope.decorators';
import { problem } from '../http/problem';
import { CallerFinder } from '../sessions/caller-finder';
import { EVENT_DTOS, EventPageDto } from './event.dto';
import { EventStreams } from './event-streams';
import { EventFilterQuery, EventsQuery } from './events.dto';
import { EventsService } from './events.service';

const STREAM_EXAMPLE = `retry: 2000
id: 4710

id: 4711
event: post.published
data: {"id":"evt_01j9zk3t8q4m2v7w5x6y0abcde","sequence":4711,"type":"post.published","timestamp":"…","data":{}}

`;

@ApiTags('events')
@ApiBearerAuth('key')
@ApiExtraModels(...EVENT_DTOS)
@RequireScope('publish:read')
@Controller('v1/events')
export class EventsController {
  constructor(
    private readonly events: EventsService,
    private readonly streams: EventStreams,
    private readonly callers: CallerFinder,
  ) {}

  @Get()
  @ApiOperation({
    operationId: 'listEvents',
    summary: 'The log of events, oldest first',
    description:
      'Without `after` it begins with the oldest event that is kept. Repeat with `after` = `nextCursor`: no event is ' +
      'missing, none comes twice.',
  })
  @ApiOkResponse({ type: EventPageDto })
  list(
    @Caller() caller: Caller,
    @Query() query: EventsQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<EventPageDto> {
    const { after = 0, limit, waitSeconds, ...filter } = query;
    const asked = { filter, after, limit, waitMs: waitSeconds * 1000 };
    return this.events.list(caller.workspaceId, asked, goneSignal(reply));
  }

  @Get('stream')
  @ApiOperation({
    operationId: 'streamEvents',
    summary: 'The log of events as server-sent events',
    description:
      'Each event has its sequence as its id, so that a client that reconnects with `Last-Event-ID` (or `after`) misses ' +
      'nothing. With neither, only what is new is sent. The data is an event as in `GET /v1/events`.',
  })
  @ApiProduces('text/event-stream')
  @ApiHeader({
    name: 'Last-Event-ID',
    required: false,
    description: 'The id of the last event that was received. It counts rather than `after`.',
    schema: { type: 'string', pattern: '^\\d{1,16}$', example: '4711' },
  })
  @ApiOkResponse({
    description: 'A stream that does not end by itself.',
    content: { 'text/event-stream': { schema: { type: 'string' }, example: STREAM_EXAMPLE } },
  })
  async stream(
    @Caller() caller: Caller,
    @Query() query: EventFilterQuery,
    @Headers('last-event-id') lastEventId: string | undefined,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { after, ...filter } = query;
    const text = await this.streams.begin({
      workspaceId: caller.workspaceId,
      credential: this.callers.credentialOf(request.headers),
      address: request.ip,
      filter,
      after: sequenceOf(lastEventId) ?? after ?? null,
      gone: goneSignal(reply),
    });
    await reply
      .header('content-type', 'text/event-stream; charset=utf-8')
      .header('cache-control', 'no-store')
      // A proxy that collects what it passes on would make the stream a download.
      .header('x-accel-buffering', 'no')
      .send(text);
  }
}

/** Aborted as soon as nobody waits for the reply any more. */
function goneSignal(reply: FastifyReply): AbortSignal {
  const gone = new AbortController();
  reply.raw.once('close', () => gone.abort());
  return gone.signal;
}

/** An empty header is what a client sends that has received no event. */
function sequenceOf(header: string | undefined): number | null {
  if (header === undefined || header === '') return null;
  const sequence = Number(header);
  if (/^\d{1,16}$/.test(header) && Number.isSafeInteger(sequence)) return sequence;
  throw problem.validation([
    { path: 'Last-Event-ID', rule: 'sequence', message: 'Last-Event-ID must be the id of an event.' },
  ]);
}
