import http from 'node:http';
import https from 'node:https';
import { Inject, Injectable } from '@nestjs/common';
import { MediaUnavailableError, type MediaItem, type MediaSource, type OpenMedia } from '@postern/core';
import { type AddressGuard, BLOCKED_CODE } from '@postern/provider-kit';
import { ADDRESS_GUARD } from './address-guard.provider';

const HEADERS_TIMEOUT_MS = 15_000;
const IDLE_TIMEOUT_MS = 30_000;
const MAX_REDIRECTS = 3;

/** Fetches a post's media from public addresses, for a provider to pass on as a stream. */
@Injectable()
export class MediaFetcher implements MediaSource {
  constructor(@Inject(ADDRESS_GUARD) private readonly guard: AddressGuard) {}

  async open(item: MediaItem): Promise<OpenMedia> {
    if (!item.url) throw new MediaUnavailableError('Media can only be given by address.', false);
    let url = item.url;
    for (let hop = 0; hop <= MAX_REDIRECTS; hop += 1) {
      const response = await this.get(url);
      const status = response.statusCode ?? 0;
      const target = response.headers.location;
      if (status >= 300 && status < 400 && target !== undefined && URL.canParse(target, url)) {
        response.destroy();
        url = new URL(target, url).href;
      } else if (status === 200) {
        return describe(response, url);
      } else {
        response.destroy();
        const passing = status >= 500 || status === 429 || status === 408;
        throw new MediaUnavailableError(`${shown(url)} answered ${status}.`, passing);
      }
    }
    throw new MediaUnavailableError(`${shown(item.url)} redirects too often.`, false);
  }

  private get(url: string): Promise<http.IncomingMessage> {
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
        headers: { accept: '*/*', 'user-agent': 'Postern' },
      });
      const timer = setTimeout(() => {
        request.destroy(new Error(`no answer within ${HEADERS_TIMEOUT_MS / 1000} s`));
      }, HEADERS_TIMEOUT_MS);
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

function describe(response: http.IncomingMessage, url: string): OpenMedia {
  const length = Number(response.headers['content-length']);
  const type = response.headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase();
  return {
    stream: response,
    contentType: type === undefined || type === '' ? 'application/octet-stream' : type,
    sizeBytes: Number.isSafeInteger(length) && length >= 0 ? length : null,
    fileName: fileNameOf(url),
  };
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
