import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { MediaUnavailableError } from '@postern/core';
import { CONFIG, type Config } from '../config/config';
import type { MediaRow } from './media-row';
import { MEDIA_STORE, type MediaStore } from './media-store';

/** An address holds so long after the moment at which it is needed at the latest: upstreams fetch when they like. */
const GRACE_SECONDS = 24 * 3600;
/** The longest that S3 lets an address be signed for. */
const MAX_STORE_SECONDS = 7 * 24 * 3600;

/** Public addresses of stored files, for upstreams that take no bytes. Whoever has one needs no key. */
@Injectable()
export class MediaLinks {
  /** Newest first, as the encryption keys that they come from. */
  private readonly secrets: Buffer[];

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(MEDIA_STORE) private readonly store: MediaStore,
  ) {
    this.secrets = config.encryptionKeys.map(({ secret }) =>
      Buffer.from(hkdfSync('sha256', secret, '', 'postern media addresses', 32)),
    );
  }

  /** Whether there can be any. */
  get available(): boolean {
    const { publicUrl, media } = this.config;
    return publicUrl !== null || (media.store.kind === 's3' && media.store.public);
  }

  /**
   * @param until RFC 3339: when the file is fetched at the latest; `null` = soon
   * @throws MediaUnavailableError where nothing is configured under which the public reaches the file
   */
  async addressOf(row: MediaRow, until: string | null): Promise<string> {
    const now = Math.floor(Date.now() / 1000);
    const latest = until === null ? now : Math.max(now, Math.floor(Date.parse(until) / 1000));
    const seconds = latest - now + GRACE_SECONDS;
    if (seconds <= MAX_STORE_SECONDS) {
      const address = await this.store.address(row.storage_key, seconds);
      if (address !== null) return address;
    }
    const { publicUrl } = this.config;
    if (publicUrl === null) {
      throw new MediaUnavailableError(this.available ? NO_LASTING_ADDRESS : NO_PUBLIC_ADDRESS, false);
    }
    return `${publicUrl}${this.signedPath(row.id, now + seconds)}`;
  }

  /** For whoever reaches the API itself. The same all day, so that a browser keeps what it has fetched. */
  pathOf(id: string): string {
    const today = Math.floor(Date.now() / 1000 / GRACE_SECONDS);
    return this.signedPath(id, (today + 2) * GRACE_SECONDS);
  }

  private signedPath(id: string, expiresAt: number): string {
    const expires = String(expiresAt);
    const signature = sign(this.secrets[0], id, expires).toString('base64url');
    return `/media/${id}/content?expires=${expires}&signature=${signature}`;
  }

  /** Whether we made this address, and it still holds. */
  holds(id: string, expires: string, signature: string): boolean {
    if (!/^\d{1,12}$/.test(expires) || Number(expires) * 1000 < Date.now()) return false;
    const given = Buffer.from(signature, 'base64url');
    return this.secrets.some((secret) => {
      const ours = sign(secret, id, expires);
      return given.length === ours.length && timingSafeEqual(given, ours);
    });
  }
}

export const NO_PUBLIC_ADDRESS =
  'The provider takes media by public address only, and stored media have none: set POSTERN_PUBLIC_URL to the ' +
  'address under which the API is known, or keep media in an S3-compatible store that upstreams reach ' +
  '(POSTERN_MEDIA_STORE=s3, POSTERN_MEDIA_S3_PUBLIC=true).';

const NO_LASTING_ADDRESS =
  'The provider fetches media when it publishes, which is later than the 7 days for which the store signs an ' +
  'address: set POSTERN_PUBLIC_URL to the address under which the API is known.';

function sign(secret: Buffer | undefined, id: string, expires: string): Buffer {
  if (secret === undefined) throw new Error('There is always an encryption key.');
  return createHmac('sha256', secret).update(`${id}\n${expires}`).digest();
}
