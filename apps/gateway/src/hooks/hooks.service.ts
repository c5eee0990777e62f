import { Injectable } from '@nestjs/common';
import type { ProviderWebhooks, WebhookHeaders, WebhookVerdict } from '@postern/core';
import type { HookKeys } from '../connections/hook-keys';
import { problem } from '../http/problem';
import { HookCounts } from './hook-counts';
import { HookKeyring, KeyringBusyError } from './hook-keyring';
import { HookMetrics } from './hook-metrics';
import { refusalOf, type HookRefusal } from './hook-outcome';
import { HookStore } from './hook-store';

/** As `newId` makes them: nothing else is asked for. */
const CONNECTION_ID = /^conn_[0-9a-hjkmnp-tv-z]{26}$/;

interface Delivery {
  rawBody: Uint8Array;
  headers: WebhookHeaders;
}

/**
 * Takes providers' webhooks as what they are: hints to read now. Each is verified, told from its repetitions, stored and
 * answered; whatever follows from it is the workers'. Fails closed: what is not signed as agreed does nothing.
 */
@Injectable()
export class HooksService {
  constructor(
    private readonly keyring: HookKeyring,
    private readonly store: HookStore,
    private readonly counts: HookCounts,
    private readonly metrics: HookMetrics,
  ) {}

  async take(connectionId: string, delivery: Delivery): Promise<void> {
    const startedAt = performance.now();
    const keys = await this.verified(connectionId, delivery);
    const hint = keys.webhooks.parse(delivery.rawBody, delivery.headers);
    if (hint === null) {
      this.counts.refused(keys, 'malformed');
      throw problem.malformed('The webhook is signed, but its body cannot be understood.');
    }
    const fresh = await this.store.keep(connectionId, hint);
    this.metrics.storedIn(performance.now() - startedAt);
    this.counts.count(keys, fresh ? 'taken' : 'repeated');
  }

  private async verified(id: string, delivery: Delivery): Promise<UsableKeys> {
    const keys = await this.keysOf(id);
    const verdict = verify(keys, delivery);
    if (verdict.ok) return keys;
    // It may be signed with a secret that is newer than what we know.
    const newer = mayChange(verdict) ? await this.anew(id) : null;
    const second = newer === null ? verdict : verify(newer, delivery);
    if (newer !== null && second.ok) return newer;
    throw this.refuse(newer ?? keys, second.ok ? 'forged' : refusalOf(second));
  }

  /** @throws ProblemError NOT_FOUND where no such connection takes hooks */
  private async keysOf(id: string): Promise<UsableKeys> {
    try {
      const keys = CONNECTION_ID.test(id) ? await this.keyring.find(id) : null;
      if (keys !== null && isUsable(keys)) return keys;
      this.counts.countUnknown();
      if (keys?.incomplete) throw problem.unavailable(`${id} cannot take webhooks at the moment.`);
      throw problem.notFound(`webhook of ${id}`);
    } catch (error) {
      if (error instanceof KeyringBusyError) throw problem.unavailable(error.message, error);
      throw error;
    }
  }

  /** `null`: too many are looked for already, or it is gone. */
  private async anew(id: string): Promise<UsableKeys | null> {
    try {
      const keys = await this.keyring.findAnew(id);
      return keys !== null && isUsable(keys) ? keys : null;
    } catch (error) {
      if (error instanceof KeyringBusyError) return null;
      throw error;
    }
  }

  private refuse(keys: UsableKeys, outcome: HookRefusal): Error {
    this.counts.refused(keys, outcome);
    // Where a secret cannot be read here, it is not the upstream's fault: it shall try again.
    if (keys.incomplete) return problem.unavailable('The webhook cannot be verified at the moment.');
    return problem.unauthenticated(`The webhook is not signed as agreed (${outcome}).`);
  }
}

type UsableKeys = HookKeys & { webhooks: ProviderWebhooks };

const isUsable = (keys: HookKeys): keys is UsableKeys => keys.webhooks !== null;

function verify(keys: UsableKeys, { rawBody, headers }: Delivery): WebhookVerdict {
  const now = Date.now() + keys.clockAhead;
  const secrets = keys.secrets.filter(({ expiresAt }) => expiresAt === null || expiresAt > now);
  const values = secrets.map(({ value }) => value);
  return keys.webhooks.verify(rawBody, headers, values, now);
}

/** A newer secret could verify it. */
function mayChange(verdict: Extract<WebhookVerdict, { ok: false }>): boolean {
  return verdict.reason === 'forged' || verdict.reason === 'no_secret';
}
