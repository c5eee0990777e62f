/** What Node would answer by itself, with a page of its own or with nothing: every refusal is a problem document. */
import type { IncomingMessage, RequestListener, Server } from 'node:http';
import type { Socket } from 'node:net';
import { STATUS_CODES } from 'node:http';
import { newId } from '../database/ids';
import { BODY_LIMIT_BYTES } from './limits';
import { problem, type ProblemError } from './problem';

/** Methods that the gateway knows at all, for what is no path of ours. */
const METHODS = ['DELETE', 'GET', 'HEAD', 'PATCH', 'POST'];

/** Answers bytes that are no HTTP or come too slowly, before there is a request. */
export function refuseBrokenHttp(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  endWith(socket, ofParser(error.code));
}

/** Without these Node ends a CONNECT without a word, and answers an unknown `Expect` without a body. */
export function refuseOddRequests(server: Server): void {
  server.on('connect', (request: IncomingMessage, socket: Socket) => {
    socket.on('error', () => socket.destroy());
    endWith(socket, problem.methodNotAllowed('CONNECT', METHODS));
  });
  server.on('checkExpectation', (...[request, reply]: Parameters<RequestListener>) => {
    // `flawOfHeaders` refuses it.
    server.emit('request', request, reply);
  });
}

/** What of the headers no handler looks at; `null` where all is well. */
export function flawOfHeaders(request: IncomingMessage): ProblemError | null {
  const { host, expect } = request.headers;
  if (request.httpVersion === '1.1' && !host) return problem.malformed('The header Host is missing.');
  if (host !== undefined && (!HOST.test(host) || namesTwice(request.rawHeaders, 'host'))) {
    return problem.malformed('The header Host is not valid.');
  }
  if (expect !== undefined && expect.toLowerCase() !== '100-continue') {
    return problem.malformed('The expectation of the header Expect cannot be met.');
  }
  return null;
}

/** What RFC 3986 allows in a host and port. */
const HOST = /^[A-Za-z0-9._~!$&'()*+,;=%:[\]-]*$/;

function namesTwice(rawHeaders: readonly string[], name: string): boolean {
  let times = 0;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    if (rawHeaders[index]?.toLowerCase() === name) times += 1;
  }
  return times > 1;
}

function ofParser(code: string | undefined): ProblemError {
  switch (code) {
    case 'HPE_HEADER_OVERFLOW':
      return problem.headersTooLarge();
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return problem.requestTimeout();
    case 'HPE_CHUNK_EXTENSIONS_OVERFLOW':
      return problem.payloadTooLarge(BODY_LIMIT_BYTES);
    default:
      return problem.malformed('This is not valid HTTP.');
  }
}

function endWith(socket: Socket, error: ProblemError): void {
  const requestId = newId('req');
  const body = JSON.stringify(error.toDocument(requestId));
  const headers = {
    ...error.headers,
    'content-type': 'application/problem+json; charset=utf-8',
    'content-length': String(Buffer.byteLength(body)),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'x-request-id': requestId,
    connection: 'close',
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${error.status} ${STATUS_CODES[error.status]}\r\n${lines.join('')}\r\n${body}`);
}
