import type { IncomingHttpHeaders } from 'node:http';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../config/config';
import { problem } from '../http/problem';
import { isCsrfToken } from './session-token';

const SAFE = ['GET', 'HEAD', 'OPTIONS'];

/** Keeps pages of others from doing anything with the cookies of ours. */
@Injectable()
export class OwnPages {
  private readonly ownOrigin: string | null;

  constructor(@Inject(CONFIG) { publicUrl }: Config) {
    this.ownOrigin = publicUrl === null ? null : new URL(publicUrl).origin;
  }

  /** @throws ProblemError FORBIDDEN_ORIGIN where the browser says that a page of others sends the request */
  requireOwnPage(headers: IncomingHttpHeaders): void {
    const { origin, host } = headers;
    const site = headers['sec-fetch-site'];
    if (site === undefined ? this.isOwn(origin, host) : site === 'same-origin') return;
    throw problem.forbiddenOrigin((origin ?? 'another site').slice(0, 200));
  }

  /**
   * Whether the request may do what it asks for, coming with a session's cookie.
   *
   * @throws ProblemError FORBIDDEN_ORIGIN, FORBIDDEN_CSRF
   */
  requireIntent(request: { method: string; headers: IncomingHttpHeaders }, token: string): void {
    if (SAFE.includes(request.method)) return;
    this.requireOwnPage(request.headers);
    if (!isCsrfToken(token, request.headers['x-csrf-token'])) throw problem.forbiddenCsrf();
  }

  /** Programs name no origin; a browser of before 2023 may name nothing else. */
  private isOwn(origin: string | undefined, host: string | undefined): boolean {
    if (origin === undefined || origin === this.ownOrigin) return true;
    return URL.canParse(origin) && new URL(origin).host === host?.toLowerCase();
  }
}
