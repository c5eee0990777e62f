import type { FastifyInstance } from 'fastify';
import { newestShownMs } from '../frame/fresh-rows';
import type { PostpostParts } from './parts';
import type { CallerOf } from './routes';

type ById = { Params: { id: string } };

export function addWebhookRoutes(
  api: FastifyInstance,
  { webhooks, context }: PostpostParts,
  caller: CallerOf,
): void {
  api.get('/webhooks', { config: { operation: 'postpost.list-webhooks', lists: true } }, (request) => ({
    success: true,
    webhooks: webhooks.list(caller(request), newestShownMs(request, context.clock)),
  }));
  api.post('/webhooks', { config: { operation: 'postpost.create-webhook' } }, (request, reply) => {
    const webhook = webhooks.create(caller(request), request.body);
    return reply.code(201).send({ success: true, webhook });
  });
  api.patch<ById>('/webhooks/:id', { config: { operation: 'postpost.update-webhook' } }, (request) => ({
    success: true,
    webhook: webhooks.update(caller(request), request.params.id, request.body),
  }));
  api.delete<ById>('/webhooks/:id', { config: { operation: 'postpost.delete-webhook' } }, (request) => {
    webhooks.delete(caller(request), request.params.id);
    return { success: true };
  });
  const regenerate = { operation: 'postpost.regenerate-webhook-secret' };
  api.post<ById>('/webhooks/:id/regenerate-secret', { config: regenerate }, (request) => ({
    success: true,
    secret: webhooks.regenerateSecret(caller(request), request.params.id),
  }));
}
