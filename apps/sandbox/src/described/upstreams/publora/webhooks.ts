import type { Call, Route } from '../../description';
import { freshHex } from '../../ids';
import type { Receiver } from '../../model';
import { because } from './create';
import { isObjectId } from './posts';

const MOST = 10;
const EVENTS = ['post.scheduled', 'post.published', 'post.failed', 'token.expiring'];

/** Webhooks of a user; their ids are those of the database (the family's sheet, webhooks). */
export const WEBHOOK_ROUTES: readonly Route[] = [
  { operation: 'create-webhook', method: 'POST', path: '/webhooks', handle: create },
  {
    operation: 'list-webhooks',
    method: 'GET',
    path: '/webhooks',
    handle: ({ desk }) => ({ body: { success: true, webhooks: desk.webhooks().map(listed) } }),
  },
  {
    operation: 'regenerate-webhook-secret',
    method: 'POST',
    path: '/webhooks/:id/regenerate-secret',
    handle: (call) => {
      const receiver = found(call, 'Failed to regenerate secret');
      receiver.secret = freshHex(64);
      return { body: { success: true, secret: receiver.secret } };
    },
  },
  {
    operation: 'delete-webhook',
    method: 'DELETE',
    path: '/webhooks/:id',
    handle: (call) => {
      call.desk.removeWebhook(found(call, 'Failed to delete webhook'));
      return { body: { success: true } };
    },
  },
];

function create({ rawBody, desk }: Call) {
  const { name, url, events } = (rawBody ?? {}) as Record<string, unknown>;
  const isComplete = typeof name === 'string' && typeof url === 'string' && Array.isArray(events);
  if (!isComplete || name === '' || events.length === 0) {
    throw because(400, 'Name, URL, and at least one event are required');
  }
  if (!URL.canParse(url)) throw because(400, 'Invalid URL format');
  const words = events.map(String);
  const bad = words.filter((word) => !EVENTS.includes(word));
  if (bad.length > 0) {
    throw because(400, `Invalid events: ${bad.join(', ')}. Valid events: ${EVENTS.join(', ')}`);
  }
  if (desk.webhooks().length >= MOST) throw because(400, 'Maximum of 10 webhooks per user');
  const receiver = desk.registerWebhook(url, freshHex(64), words);
  receiver.name = name;
  const { secret } = receiver;
  return { status: 201, body: { success: true, webhook: { ...view(receiver), secret } } };
}

function found({ desk, params }: Call, failure: string): Receiver {
  const wanted = params.id ?? '';
  if (!isObjectId(wanted)) throw because(500, failure);
  const receiver = desk.webhooks().find(({ id }) => id === wanted);
  if (receiver === undefined) throw because(404, 'Webhook not found');
  return receiver;
}

function listed(receiver: Receiver) {
  return { ...view(receiver), failureCount: 0, lastTriggeredAt: null, __v: 0 };
}

function view({ id, name, url, events }: Receiver) {
  return { _id: id, name, url, events: events ?? EVENTS, isActive: true };
}
