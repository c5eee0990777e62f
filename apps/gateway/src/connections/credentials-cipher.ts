import { Inject, Injectable } from '@nestjs/common';
import type { JsonObject } from '@postern/core';
import { CONFIG, type Config } from '../config/config';
import { seal, type Sealed, SealError, unseal } from '../secrets/seal';

export type SealedCredentials = Sealed;

/** Whose credentials they are: bound into the seal, so that a row's bytes are worthless in another row. */
export interface CredentialsOwner {
  workspaceId: string;
  connectionId: string;
}

/** The stored credentials cannot be opened; the message is for an operator and quotes no secret. */
export class CredentialsUnreadableError extends Error {
  override readonly name = 'CredentialsUnreadableError';
}

/** Seals the JSON of a connection's configuration. */
@Injectable()
export class CredentialsCipher {
  constructor(@Inject(CONFIG) private readonly config: Config) {}

  seal(credentials: JsonObject, owner: CredentialsOwner): SealedCredentials {
    return seal(this.config.encryptionKeys, JSON.stringify(credentials), bindingOfCredentials(owner));
  }

  /** @throws CredentialsUnreadableError where the key is missing or the bytes were changed */
  open(sealed: SealedCredentials, owner: CredentialsOwner): JsonObject {
    try {
      return JSON.parse(
        unseal(this.config.encryptionKeys, sealed, bindingOfCredentials(owner)),
      ) as JsonObject;
    } catch (error) {
      if (!(error instanceof SealError)) throw error;
      throw new CredentialsUnreadableError(reasonOf(error, owner), { cause: error });
    }
  }
}

function reasonOf({ reason, keyId }: SealError, { connectionId }: CredentialsOwner): string {
  switch (reason) {
    case 'key_missing':
      return (
        `The credentials of ${connectionId} were encrypted with the key “${keyId}”, which is ` +
        'not among POSTERN_ENCRYPTION_KEYS. Add that key again, or set the credentials anew.'
      );
    case 'broken':
      return (
        `The credentials of ${connectionId} do not open with the key “${keyId}”: the key ` +
        'has another value than when they were stored, or the row was changed. Set the credentials anew.'
      );
  }
}

export function bindingOfCredentials(owner: CredentialsOwner): string {
  return `${owner.workspaceId}\n${owner.connectionId}`;
}
