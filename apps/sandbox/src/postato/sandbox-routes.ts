import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { parseBody } from './create-input';
import { postatoOptionsSchema, type PostatoOptions, type PostatoSettings } from './options';
import type { PostatoParts } from './parts';
import { notFound, Refusal } from './refusal';

const accountPatch = z.object({ status: z.enum(['connected', 'token_expired', 'suspended']) });

/** The levers of this upstream that Postato's REST API does not have. Unauthenticated, like `/_sandbox`. */
export function addSandboxRoutes(app: FastifyInstance, { slice, approvals, webhooks }: PostatoParts): void {
  app.get('/_sandbox/options', () => slice.value.settings);
  app.patch('/_sandbox/options', (request) => {
    slice.value.settings = patched(slice.value.settings, request.body);
    return slice.value.settings;
  });
  /** What a reviewer does: `{decision: approved | rejected | expired, reviewerId?, comment?}`. */
  app.post<{ Params: { postId: string } }>('/_sandbox/approvals/:postId', (request) =>
    approvals.decide(request.params.postId, request.body),
  );
  app.patch<{ Params: { id: string } }>('/_sandbox/accounts/:id', (request) => {
    const { status } = parseBody(accountPatch, request.body);
    const account = slice.value.accounts.find(({ id }) => id === request.params.id);
    if (account === undefined) throw notFound('Account');
    account.status = status;
    const { id, workspaceId, platform } = account;
    const data = { accountId: id, platform, status };
    if (status !== 'connected') webhooks.emit(workspaceId, 'account.disconnected', data);
    return account;
  });
}

/** Only what is given changes. */
export function patched(settings: PostatoSettings, patch: unknown): PostatoSettings {
  const result = postatoOptionsSchema.safeParse({ ...settings, ...((patch ?? {}) as PostatoOptions) });
  if (!result.success) throw new Refusal(422, 'sandbox_options', z.prettifyError(result.error));
  return result.data;
}
