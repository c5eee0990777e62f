import { z } from 'zod';
import type { Call, Route } from '../../description';
import { freshHex } from '../../ids';
import type { Receiver } from '../../model';
import { refuse } from '../../refusal';

const MOST = 10;
const event = z.enum([
  'post.scheduled',
  'post.published',
  'post.failed',
  'post.partial',
  'post.cancelled',
  'post.recycled',
  'account.connected',
  'account.disconnected',
  'message.received',
  'comment.received',
]);
const fields = {
  name: z.string().min(1).max(50),
  url: z.string().trim().pipe(z.url()),
  secret: z.string().optional(),
  events: z.array(event).min(1),
  isActive: z.boolean().optional(),
  customHeaders: z.record(z.string(), z.string()).optional(),
};
const createBody = z.strictObject(fields);
const updateBody = z
  .strictObject({ ...fields, _id: z.string() })
  .partial()
  .required({ _id: true });
const deleteQuery = z.strictObject({ id: z.string() });

/** Settings of webhooks: ten for a user, the secret is the caller's (the vendor's client, WebhooksApi). */
export const WEBHOOK_ROUTES: readonly Route[] = [
  {
    operation: 'create-webhook',
    method: 'POST',
    path: '/webhooks/settings',
    handle: (call) => {
      const { url, secret, events, name } = call.body(createBody);
      if (call.desk.webhooks().length >= MOST) throw refused(400, 'Maximum of 10 webhooks per user');
      const receiver = call.desk.registerWebhook(url, secret ?? freshHex(40), events);
      receiver.name = name;
      return { body: { success: true, webhook: view(receiver) } };
    },
  },
  {
    operation: 'list-webhooks',
    method: 'GET',
    path: '/webhooks/settings',
    handle: ({ desk }) => ({ body: { webhooks: desk.webhooks().map(view) } }),
  },
  {
    operation: 'update-webhook',
    method: 'PUT',
    path: '/webhooks/settings',
    handle: (call) => {
      const { _id, ...changes } = call.body(updateBody);
      const receiver = found(call, _id);
      receiver.url = changes.url ?? receiver.url;
      receiver.secret = changes.secret ?? receiver.secret;
      receiver.events = changes.events ?? receiver.events;
      receiver.name = changes.name ?? receiver.name;
      return { body: { success: true, webhook: view(receiver) } };
    },
  },
  {
    operation: 'delete-webhook',
    method: 'DELETE',
    path: '/webhooks/settings',
    handle: (call) => {
      call.desk.removeWebhook(found(call, call.query(deleteQuery).id));
      return { body: { success: true } };
    },
  },
];

function found({ desk }: Call, wanted: string): Receiver {
  const receiver = desk.webhooks().find(({ id }) => id === wanted);
  if (receiver === undefined) throw refused(404, 'Webhook not found');
  return receiver;
}

function refused(status: number, error: string) {
  return refuse(status, { error, code: status === 404 ? 'NOT_FOUND' : 'VALIDATION_ERROR' });
}

function view({ id, name, url, secret, events }: Receiver) {
  return { _id: id, name, url, secret, events: events ?? event.options, isActive: true, failureCount: 0 };
}
