import type { TrialOperation, TryManifest } from '@postern/client';

/** The form of a dry run. */
export interface TrialValues {
  operation: TrialOperation;
  text: string;
  platform: string;
  account: string;
  /** JSON; empty for none. */
  credentials: string;
  replyStatus: string;
  replyBody: string;
}

/** What a manifest's fields are called; what is none of its platforms is refused by the gateway. */
type Manifest = Record<string, unknown>;

const SAMPLE_ACCOUNT = 'sample-account';

export function trialBody(manifest: Manifest, values: TrialValues): TryManifest {
  const { operation, text, replyStatus, replyBody } = values;
  const credentials = jsonObject(values.credentials);
  const platform = values.platform.trim() || firstPlatform(manifest);
  const reference = values.account.trim();
  const isNamed = values.platform.trim() !== '' || reference !== '';
  const hasReply = replyStatus.trim() !== '' || replyBody.trim() !== '';
  return {
    manifest,
    operation,
    ...(credentials === null ? {} : { credentials }),
    ...(isNamed && platform !== null
      ? { account: { reference: reference || SAMPLE_ACCOUNT, platform } }
      : {}),
    ...(text.trim() === '' ? {} : { post: { text } }),
    ...(hasReply ? { reply: { status: Number(replyStatus.trim() || '200'), body: replyBody } } : {}),
  };
}

function firstPlatform({ platforms }: Manifest): string | null {
  if (typeof platforms !== 'object' || platforms === null) return null;
  return Object.keys(platforms)[0] ?? null;
}

/** Null: nothing, or no JSON object. */
export function jsonObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? (value as Record<string, unknown>) : null;
  } catch {
    // The form says so at the field.
    return null;
  }
}

export function isStatus(text: string): boolean {
  return text.trim() === '' || /^[1-5]\d\d$/.test(text.trim());
}
