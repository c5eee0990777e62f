import { Inject, Injectable } from '@nestjs/common';
import { z } from 'zod';
import { CONFIG, type Config } from '../config/config';
import { seal, SealError, unseal } from '../secrets/seal';
import { hostCookieName, readCookie, writeCookie } from '../sessions/cookies';

/** What is known of a sign-in that is on its way through the provider. */
export type OidcAttempt = z.output<typeof ATTEMPT>;

const ATTEMPT = z.strictObject({
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  returnTo: z.string(),
  /** Milliseconds since the epoch. */
  endsAt: z.number(),
});

const BINDING = 'oidc-sign-in';
const PATIENCE_SECONDS = 600;

/**
 * Keeps attempts in a sealed cookie of the browser that began them, so that the reply counts nowhere else.
 * `Lax`: it has to come along when the provider sends the browser back.
 */
@Injectable()
export class OidcAttempts {
  private readonly secure: boolean;
  private readonly name: string;

  constructor(@Inject(CONFIG) private readonly config: Config) {
    this.secure = config.publicUrl?.startsWith('https:') ?? false;
    this.name = hostCookieName('postern_oidc', this.secure);
  }

  /** The header that sets the cookie. */
  keep(attempt: Omit<OidcAttempt, 'endsAt'>): string {
    const endsAt = Date.now() + PATIENCE_SECONDS * 1000;
    const { bytes, keyId } = seal(
      this.config.encryptionKeys,
      JSON.stringify({ ...attempt, endsAt }),
      BINDING,
    );
    return this.write(`${keyId}.${bytes.toString('base64url')}`, PATIENCE_SECONDS);
  }

  /** `null`: there is none, it took too long, or it is not ours. */
  read(header: string | undefined): OidcAttempt | null {
    const value = readCookie(header, this.name);
    const [, keyId, sealed] = /^([A-Za-z0-9._-]+)\.([A-Za-z0-9_-]+)$/.exec(value ?? '') ?? [];
    if (keyId === undefined || sealed === undefined) return null;
    const attempt = this.open(keyId, Buffer.from(sealed, 'base64url'));
    return attempt !== null && attempt.endsAt > Date.now() ? attempt : null;
  }

  /** The header that takes the cookie away. */
  drop(): string {
    return this.write('', 0);
  }

  private open(keyId: string, bytes: Buffer): OidcAttempt | null {
    try {
      return ATTEMPT.parse(JSON.parse(unseal(this.config.encryptionKeys, { bytes, keyId }, BINDING)));
    } catch (error) {
      // Sealed under a key that is gone, or by somebody else.
      if (error instanceof SealError) return null;
      throw error;
    }
  }

  private write(value: string, maxAgeSeconds: number): string {
    return writeCookie(this.name, value, { maxAgeSeconds, sameSite: 'Lax', secure: this.secure });
  }
}
