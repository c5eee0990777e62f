import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../config/config';
import { seal, type Sealed, unseal } from '../secrets/seal';
import type { CredentialsOwner } from './credentials-cipher';

/** Seals the secrets that upstreams give us for their webhooks. */
@Injectable()
export class HookSecrets {
  constructor(@Inject(CONFIG) private readonly config: Config) {}

  seal(secret: string, owner: CredentialsOwner): Sealed {
    return seal(this.config.encryptionKeys, secret, bindingOfHookSecret(owner));
  }

  /** @throws SealError where the key is missing or the bytes were changed or moved */
  open(sealed: Sealed, owner: CredentialsOwner): string {
    return unseal(this.config.encryptionKeys, sealed, bindingOfHookSecret(owner));
  }
}

export const bindingOfHookSecret = ({ workspaceId, connectionId }: CredentialsOwner): string =>
  `hook_secret\n${workspaceId}\n${connectionId}`;
