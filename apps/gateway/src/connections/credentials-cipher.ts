import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { JsonObject } from '@postern/core';
import { CONFIG, type Config } from '../config/config';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

export interface SealedCredentials {
  /** Nonce, ciphertext and tag. */
  bytes: Buffer;
  /** Which key of the configuration sealed them. */
  keyId: string;
}

/** Whose credentials they are: bound into the seal, so that a row's bytes are worthless in another row. */
export interface CredentialsOwner {
  workspaceId: string;
  connectionId: string;
}

/** The stored credentials cannot be opened; the message is for an operator and quotes no secret. */
export class CredentialsUnreadableError extends Error {
  override readonly name = 'CredentialsUnreadableError';
}

/** AES-256-GCM over the JSON of a connection's configuration, with a fresh random nonce each time. */
@Injectable()
export class CredentialsCipher {
  constructor(@Inject(CONFIG) private readonly config: Config) {}

  seal(credentials: JsonObject, owner: CredentialsOwner): SealedCredentials {
    const [key] = this.config.encryptionKeys;
    if (!key) throw new Error('The configuration has no encryption key.');
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', key.secret, nonce).setAAD(bindingOf(owner));
    const sealed = Buffer.concat([cipher.update(JSON.stringify(credentials), 'utf8'), cipher.final()]);
    return { bytes: Buffer.concat([nonce, sealed, cipher.getAuthTag()]), keyId: key.id };
  }

  /** @throws CredentialsUnreadableError where the key is missing or the bytes were changed */
  open(sealed: SealedCredentials, owner: CredentialsOwner): JsonObject {
    const key = this.config.encryptionKeys.find((candidate) => candidate.id === sealed.keyId);
    if (!key) {
      throw new CredentialsUnreadableError(
        `The credentials of ${owner.connectionId} were encrypted with the key “${sealed.keyId}”, which is ` +
          'not among POSTERN_ENCRYPTION_KEYS. Add that key again, or set the credentials anew.',
      );
    }
    const nonce = sealed.bytes.subarray(0, NONCE_BYTES);
    const tag = sealed.bytes.subarray(-TAG_BYTES);
    try {
      const decipher = createDecipheriv('aes-256-gcm', key.secret, nonce, { authTagLength: TAG_BYTES })
        .setAAD(bindingOf(owner))
        .setAuthTag(tag);
      const text = Buffer.concat([
        decipher.update(sealed.bytes.subarray(NONCE_BYTES, -TAG_BYTES)),
        decipher.final(),
      ]);
      return JSON.parse(text.toString('utf8')) as JsonObject;
    } catch (error) {
      throw new CredentialsUnreadableError(
        `The credentials of ${owner.connectionId} do not open with the key “${sealed.keyId}”: the key ` +
          'has another value than when they were stored, or the row was changed. Set the credentials anew.',
        { cause: error },
      );
    }
  }
}

function bindingOf(owner: CredentialsOwner): Buffer {
  return Buffer.from(`${owner.workspaceId}\n${owner.connectionId}`, 'utf8');
}
