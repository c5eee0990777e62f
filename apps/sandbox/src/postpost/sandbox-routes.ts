import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { postpostOptionsSchema, type PostpostOptions, type PostpostSettings } from './options';
import type { PostpostParts } from './parts';
import { Refusal } from './refusal';
import { splitConnectionId } from './state';

const tokenExpiringBody = z.strictObject({ platformId: z.string() });

/** The levers of this upstream that PostPost itself does not have. Unauthenticated, like `/_sandbox`. */
export function addSandboxRoutes(app: FastifyInstance, { slice, webhooks }: PostpostParts): void {
  app.get('/_sandbox/options', () => slice.value.settings);
  app.patch('/_sandbox/options', (request) => {
    slice.value.settings = patched(slice.value.settings, request.body);
    return slice.value.settings;
  });
  /** Sends `token.expiring` for one connection; when PostPost does so by itself is not documented. */
  app.post('/_sandbox/token-expiring', (request) => {
    const body = tokenExpiringBody.safeParse(request.body);
    const connection = slice.value.connections.find(({ platformId }) => platformId === body.data?.platformId);
    if (connection === undefined) throw Refusal.because(422, 'No such connection');
    const { userId, platformId, username, accessTokenExpiresAt } = connection;
    const { platform } = splitConnectionId(platformId);
    webhooks.emit(userId, 'token.expiring', {
      platform,
      platformId,
      username,
      expiresAt: accessTokenExpiresAt,
    });
    return { sent: true };
  });
}

/** Only what is given changes, inside the plan too. */
export function patched(settings: PostpostSettings, patch: unknown): PostpostSettings {
  const given = (patch ?? {}) as PostpostOptions;
  const result = postpostOptionsSchema.safeParse({
    ...settings,
    ...given,
    plan: { ...settings.plan, ...(given.plan ?? {}) },
  });
  if (!result.success) throw Refusal.because(422, z.prettifyError(result.error));
  return result.data;
}
