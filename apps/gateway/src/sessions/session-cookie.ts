import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../config/config';
import { hostCookieName, readCookie, writeCookie } from './cookies';
import { isSessionToken } from './session-token';

/** The cookie by which a browser shows that it is signed in. */
@Injectable()
export class SessionCookie {
  readonly name: string;
  private readonly secure: boolean;

  constructor(@Inject(CONFIG) { publicUrl }: Config) {
    this.secure = publicUrl?.startsWith('https:') ?? false;
    this.name = hostCookieName('postern_session', this.secure);
  }

  /** The token in it; `null`: none, or nothing that was ever one. */
  read(header: string | undefined): string | null {
    const value = header === undefined ? null : readCookie(header, this.name);
    return value !== null && isSessionToken(value) ? value : null;
  }

  /** The header that sets it. */
  write(token: string, maxAgeSeconds: number): string {
    return writeCookie(this.name, token, { maxAgeSeconds, sameSite: 'Strict', secure: this.secure });
  }

  /** The header that takes it away. */
  remove(): string {
    return this.write('', 0);
  }
}
