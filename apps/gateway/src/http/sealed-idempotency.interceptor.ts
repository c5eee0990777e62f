import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { CONFIG, type Config } from '../config/config';
import { seal, SealError, unseal } from '../secrets/seal';
import type { RequestName } from './idempotency-records';
import { IdempotencyInterceptor } from './idempotency.interceptor';
import { problem } from './problem';

interface SealedReply {
  sealed: string;
  keyId: string;
}

/**
 * For replies that hold a secret which is shown once. A caller whose connection broke repeats the request and
 * must get the secret, or it would be lost; so the record keeps the whole reply, but sealed under the instance's
 * encryption keys and bound to its request. Who reads the database, or a copy of it, reads no secret.
 */
@Injectable()
export class SealedIdempotencyInterceptor extends IdempotencyInterceptor {
  constructor(
    db: DataSource,
    @Inject(CONFIG) private readonly config: Config,
  ) {
    super(db);
  }

  protected override kept(name: RequestName, response: unknown): SealedReply {
    const text = JSON.stringify(response ?? null);
    const { bytes, keyId } = seal(this.config.encryptionKeys, text, bindingOfReply(name));
    return { sealed: bytes.toString('base64'), keyId };
  }

  protected override repeated(name: RequestName, kept: unknown): unknown {
    const { sealed, keyId } = kept as SealedReply;
    const bytes = Buffer.from(sealed, 'base64');
    try {
      return JSON.parse(unseal(this.config.encryptionKeys, { bytes, keyId }, bindingOfReply(name)));
    } catch (error) {
      if (!(error instanceof SealError)) throw error;
      throw problem.conflict('The first answer was given, but the encryption key that sealed it is gone.');
    }
  }
}

export function bindingOfReply({ workspaceId, method, path, key }: RequestName): string {
  return ['idempotency', workspaceId, method, path, key].join('\n');
}
