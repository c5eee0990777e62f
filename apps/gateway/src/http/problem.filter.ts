import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Logger } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isDatabaseUnreachable } from '../database/database-errors';
import { drain } from './drain';
import { BODY_LIMIT_BYTES } from './limits';
import { problem, ProblemError } from './problem';
import { refusalOfRoute } from './route-methods';

/** Renders every error of the application and of the framework as a problem document. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger('Http');

  async catch(exception: unknown, host: ArgumentsHost): Promise<void> {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    const error = toProblem(exception, request);
    if (error.status >= 500) this.report(error, request);
    // A client that still sends its body would never read the reply: the connection would be reset.
    if (error.code === 'PAYLOAD_TOO_LARGE' && (await drain(request.raw))) reply.removeHeader('connection');
    if (!reply.raw.writableEnded) sendProblem(reply, error, request.id);
  }

  private report(error: ProblemError, request: FastifyRequest): void {
    const cause = error.cause ?? error;
    const details = { requestId: request.id, method: request.method, route: request.routeOptions.url };
    if (error.code === 'UNAVAILABLE') {
      // An outage fails every request for the one reason; where in the code says nothing.
      this.logger.warn({ msg: cause instanceof Error ? cause.message : error.detail, ...details });
      return;
    }
    this.logger.error({
      msg: cause instanceof Error ? cause.message : 'Something that is no Error was thrown.',
      ...details,
      err: cause,
    });
  }
}

export function sendProblem(reply: FastifyReply, error: ProblemError, requestId: string): void {
  void reply
    .code(error.status)
    .headers(error.headers)
    .header('content-type', 'application/problem+json; charset=utf-8')
    .header('cache-control', 'no-store')
    // As text: Fastify's serialiser would change the content type.
    .send(JSON.stringify(error.toDocument(requestId)));
}

/** What the caller is told. Whatever is not foreseen is `INTERNAL`, and says nothing of the inside. */
export function toProblem(exception: unknown, request: FastifyRequest): ProblemError {
  if (exception instanceof ProblemError) return exception;
  if (isDatabaseUnreachable(exception)) {
    return problem.unavailable('The database cannot be reached at the moment.', exception);
  }
  const framework = exception instanceof HttpException ? (exception.cause ?? exception) : exception;
  const code = hasCode(framework) ? framework.code : '';
  switch (code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return problem.payloadTooLarge(request.routeOptions.bodyLimit ?? BODY_LIMIT_BYTES);
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
    case 'FST_ERR_CTP_EMPTY_TYPE':
      return problem.unsupportedMediaType(request.headers['content-type']);
    default:
      return exception instanceof HttpException ? ofStatus(exception, request) : ofPlain(exception);
  }
}

function ofStatus(exception: HttpException, request: FastifyRequest): ProblemError {
  const status = exception.getStatus();
  if (status === 404) return refusalOfRoute(request);
  if (status === 413) return problem.payloadTooLarge(request.routeOptions.bodyLimit ?? BODY_LIMIT_BYTES);
  if (status === 415) return problem.unsupportedMediaType(request.headers['content-type']);
  if (status === 503) return problem.unavailable('The gateway is stopping.');
  return status < 500 ? problem.malformed('The request cannot be read.') : problem.internal(exception);
}

/** Fastify's own errors (a malformed address, a broken header) carry a status below 500. */
function ofPlain(exception: unknown): ProblemError {
  if (exception instanceof Error && 'statusCode' in exception && exception.statusCode === 400) {
    return problem.malformed('The request cannot be read.');
  }
  return problem.internal(exception);
}

function hasCode(value: unknown): value is { code: string } {
  return typeof value === 'object' && value !== null && 'code' in value && typeof value.code === 'string';
}
