/** Commands that wait for a provider, and how to repeat one whose reply was lost. */
import { ApiError, NetworkError, type PublishError, TimeoutError } from '@postern/client';
import { useState } from 'react';

/** A provider may take its time: as long as the gateway waits for it, and some more. */
export const UPSTREAM_TIMEOUT_MS = 75_000;

/** No answer came, so it may have been done. */
export const isLost = (error: unknown): boolean =>
  error instanceof NetworkError || error instanceof TimeoutError;

/** What the provider said, where a refusal of ours has it. */
export function upstreamError(error: unknown): PublishError | null {
  const found = error instanceof ApiError ? error.problem?.error : undefined;
  return typeof found === 'object' && found !== null && 'remedy' in found ? found : null;
}

class RepeatKeys {
  private last: { body: string; key: string } | null = null;

  /** The same for the same body until it is done: a repetition after a lost reply makes nothing twice. */
  of(body: unknown): string {
    const text = JSON.stringify(body);
    if (this.last?.body !== text) this.last = { body: text, key: newKey() };
    return this.last.key;
  }

  done(): void {
    this.last = null;
  }
}

/** `randomUUID` would be missing on pages that came over plain HTTP. */
function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return `admin-${Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}

export function useRepeatKeys(): RepeatKeys {
  const [keys] = useState(() => new RepeatKeys());
  return keys;
}
