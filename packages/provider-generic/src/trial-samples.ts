/** What a trial works with: the given values, samples for what is missing, and secrets that were never there. */
import type { JsonObject, MediaItem, OpenMedia, PostReference, SubmissionTarget } from '@postern/core';
import type { Manifest } from './manifest-schema';
import type { ManifestTrialInput } from './manifest-tools';

const SECRET = '***';
/** A shorter secret could be an ordinary word of a reply. */
const SHORTEST_MASKED = 4;

/** The real secrets never get so far as to be rendered: the mask itself stands in their place. */
export function trialCredentials({ connection }: Manifest, given: JsonObject = {}): JsonObject {
  const credentials: JsonObject = {};
  for (const [name, property] of Object.entries(connection.properties)) {
    const isList = property.type === 'array';
    if (property.writeOnly) credentials[name] = isList ? [SECRET] : SECRET;
    else if (given[name] !== undefined) credentials[name] = given[name];
    else if (property.default === undefined && connection.required.includes(name)) {
      const sample = property.format === 'uri' ? 'https://api.example.com' : `sample-${name}`;
      credentials[name] = isList ? [sample] : sample;
    }
  }
  return credentials;
}

/** Takes the given secrets out of whatever else holds them: a body that was pasted with one, for instance. */
export function secretMask({ connection }: Manifest, given: JsonObject = {}): (text: string) => string {
  const secrets = Object.entries(connection.properties)
    .filter(([, property]) => property.writeOnly)
    .flatMap(([name]) => [given[name] ?? null].flat())
    .filter((value): value is string => typeof value === 'string' && value.length >= SHORTEST_MASKED);
  const forms = secrets.flatMap((secret) => [
    secret,
    encodeURIComponent(secret),
    JSON.stringify(secret).slice(1, -1),
  ]);
  // The longest first: a secret may be the beginning of another.
  const sorted = [...new Set(forms)].sort((a, b) => b.length - a.length);
  return (text) => sorted.reduce((masked, secret) => masked.replaceAll(secret, SECRET), text);
}

export function trialTarget(manifest: Manifest, { account, post }: ManifestTrialInput): SubmissionTarget {
  const { mode, ...options } = post?.options ?? {};
  return {
    postId: 'post_trial',
    platform: account?.platform ?? Object.keys(manifest.platforms)[0] ?? 'x',
    accountReference: account?.reference ?? 'sample-account',
    accountData: samplesOf(manifest.operations.listAccounts.data, account?.data),
    content: {
      text: post?.text ?? 'A post.',
      media: (post?.media ?? []).map(mediaItem),
      thread: (post?.thread ?? []).map(({ text }) => ({ text })),
      firstComment: null,
    },
    options: { ...options, ...(typeof mode === 'string' ? { mode } : {}) },
  };
}

export function trialReference(manifest: Manifest, input: ManifestTrialInput): PostReference {
  const { postId, platform, accountReference, accountData, content } = trialTarget(manifest, input);
  const data = samplesOf(manifest.post.data, input.ref?.data);
  const id = input.ref?.id ?? 'sample-post';
  return { postId, id, data, platform, accountReference, accountData, text: content.text };
}

function samplesOf(
  wanted: Record<string, unknown>,
  given: Record<string, string> = {},
): Record<string, string> {
  const samples = Object.keys(wanted).map((name) => [name, `sample-${name}`] as const);
  return { ...Object.fromEntries(samples), ...given };
}

function mediaItem({ url, mediaId, altText }: JsonObject): MediaItem {
  return {
    ...(typeof url === 'string'
      ? { url }
      : { mediaId: typeof mediaId === 'string' ? mediaId : 'med_sample' }),
    ...(typeof altText === 'string' ? { altText } : {}),
  };
}

export function trialMedia(item: MediaItem): OpenMedia {
  const fileName = (item.url ?? '').split(/[?#]/)[0]?.split('/').pop() || 'sample.jpg';
  const isVideo = /\.(mp4|mov|webm)$/i.test(fileName);
  return {
    stream: nothing(),
    contentType: isVideo ? 'video/mp4' : 'image/jpeg',
    sizeBytes: 0,
    fileName,
  };
}

async function* nothing(): AsyncGenerator<Uint8Array> {
  await Promise.resolve();
  yield new Uint8Array();
}
