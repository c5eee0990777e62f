import http from 'node:http';
import https from 'node:https';
import { Inject, Injectable } from '@nestjs/common';
import type { Readable } from 'node:stream';
import { MediaUnavailableError, type OpenMedia } from '@postern/core';
import { type AddressGuard, BLOCKED_CODE } from '@postern/provider-kit';
import { ADDRESS_GUARD } from '../connections/address-guard.provider';

const HEADERS_TIMEOUT_MS = 15_000;
const IDLE_TIMEOUT_MS = 30_000;
const MAX_REDIRECTS = 3;

export interface FetchedMedia extends OpenMedia {
  stream: Readable;
}

/** What only some callers ask for. */
export interface FetchOptions {
  /** Milliseconds for the answer's headers of each hop. */
  headersMs?: number;
  /** Only bytes from the beginning; a server may send more all the same. */
  firstBytes?: number;
}

/** Fetches media from public addresses as a stream. */
@Injectable()
export class MediaFetcher {
  constructor(@Inject(ADDRESS_GUARD) private readonly guard: AddressGuard) {}

  /** @throws MediaUnavailableError with a sentence that shows no secret of the address */
  async open(address: string, options: FetchOptions = {}): Promise<FetchedMedia> {
    let url = address;
    for (let hop = 0; hop <= MAX_REDIRECTS; hop += 1) {
      const response = await this.get(url, options);
      const status = response.statusCode ?? 0;
      const target = response.headers.location;
      if (status >= 300 && status < 400 && target !== undefined && URL.canParse(target, url)) {
        response.destroy();
        url = new URL(target, url).href;
      } else if (status === 200 || (status === 206 && options.firstBytes !== undefined)) {
        return describe(response, url);
      } else {
        response.destroy();
        const passing = status >= 500 || status === 429 || status === 408;
        throw new MediaUnavailableError(`${shown(url)} answered ${status}.`, passing);
      }
    }
    throw new MediaUnavailableError(`${shown(address)} redirects too often.`, false);
  }

  private get(url: string, options: FetchOptions): Promise<http.IncomingMessage> {
    // Each hop is checked anew: a public address may redirect to a private one.
    const verdict = this.guard.check(url);
    if (!verdict.ok) return Promise.reject(new MediaUnavailableError(verdict.reason, false));
    const target = new URL(url);
    const secure = target.protocol === 'https:';
    const port = target.port || (secure ? '443' : '80');
    return new Promise((resolve, reject) => {
      const request = (secure ? https : http).request(target, {
        agent: false,
        lookup: this.guard.lookupFor(port),
        headers: {
          accept: '*/*',
          'user-agent': 'Postern',
          ...(options.firstBytes === undefined ? {} : { range: `bytes=0-${options.firstBytes - 1}` }),
        },
      });
      const patience = options.headersMs ?? HEADERS_TIMEOUT_MS;
      const timer = setTimeout(() => {
        request.destroy(new Error(`no answer within ${patience / 1000} s`));
      }, patience);
      request.once('response', (response) => {
        clearTimeout(timer);
        response.setTimeout(IDLE_TIMEOUT_MS, () => {
          response.destroy(new MediaUnavailableError(`${shown(url)} stopped sending.`, true));
        });
        resolve(response);
      });
      request.once('error', (error: NodeJS.ErrnoException) => {
        clearTimeout(timer);
        const message = `${shown(url)} cannot be fetched: ${error.message}`;
        reject(new MediaUnavailableError(message, error.code !== BLOCKED_CODE));
      });
      request.end();
    });
  }
}

function describe(response: http.IncomingMessage, url: string): FetchedMedia {
  const length = wholeLength(response);
  const type = response.headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase();
  return {
    stream: response,
    contentType: type === undefined || type === '' ? 'application/octet-stream' : type,
    sizeBytes: length !== null && Number.isSafeInteger(length) && length >= 0 ? length : null,
    fileName: fileNameOf(url),
  };
}

/** Bytes of the whole file, also where only a part of it was asked for. */
function wholeLength({ headers }: http.IncomingMessage): number | null {
  const whole =
    headers['content-range'] === undefined
      ? headers['content-length']
      : /\/(\d+)$/.exec(headers['content-range'])?.[1];
  return whole === undefined ? null : Number(whole);
}

function fileNameOf(url: string): string {
  const last = new URL(url).pathname.split('/').at(-1) ?? '';
  const safe = last.replace(/[^A-Za-z0-9._-]/g, '_').slice(-100);
  return safe === '' ? 'media' : safe;
}

/** Presigned addresses carry their secret in the query. */
function shown(url: string): string {
  return url.split(/[?#]/, 1)[0] ?? '';
}
