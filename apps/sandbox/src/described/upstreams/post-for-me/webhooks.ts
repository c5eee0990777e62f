import { z } from 'zod';
import type { Call, Route } from '../../description';
import { freshHex } from '../../ids';
import type { Receiver } from '../../model';
import { refuse } from '../../refusal';
import { several, webhookBody, whole } from './requests';
import { errorBody } from './views';

const listQuery = z.strictObject({
  id: several,
  event_type: several,
  url: several,
  limit: whole.pipe(z.number().min(1).max(100)).default(20),
  offset: whole.default(0),
});

/** Webhooks and their secrets (the vendor's client, webhooks). Nothing changes a secret. */
export const WEBHOOK_ROUTES: readonly Route[] = [
  {
    operation: 'create-webhook',
    method: 'POST',
    path: '/webhooks',
    handle: (call) => {
      const { url, event_types: events } = call.body(webhookBody);
      return { status: 201, body: view(call.desk.registerWebhook(url, freshHex(40), events)) };
    },
  },
  { operation: 'list-webhooks', method: 'GET', path: '/webhooks', handle: list },
  {
    operation: 'get-webhook',
    method: 'GET',
    path: '/webhooks/:id',
    handle: (call) => ({ body: view(found(call)) }),
  },
  {
    operation: 'update-webhook',
    method: 'PATCH',
    path: '/webhooks/:id',
    handle: (call) => {
      const receiver = found(call);
      const { url, event_types: events } = call.body(webhookBody.partial());
      receiver.url = url ?? receiver.url;
      receiver.events = events ?? receiver.events;
      return { body: view(receiver) };
    },
  },
  {
    operation: 'delete-webhook',
    method: 'DELETE',
    path: '/webhooks/:id',
    handle: (call) => {
      call.desk.removeWebhook(found(call));
      return { body: { success: true } };
    },
  },
];

function list(call: Call) {
  const { limit, offset, ...wanted } = call.query(listQuery);
  const isAny = (words: readonly string[] | undefined, all: readonly string[]) =>
    words === undefined || words.some((word) => all.includes(word));
  const rows = call.desk
    .webhooks()
    .filter(
      ({ id, url, events }) =>
        isAny(wanted.id, [id]) && isAny(wanted.url, [url]) && isAny(wanted.event_type, events ?? []),
    );
  const end = offset + limit;
  const next = end < rows.length ? call.url(`/webhooks?limit=${limit}&offset=${end}`) : null;
  const meta = { total: rows.length, offset, limit, next };
  return { body: { data: rows.slice(offset, end).map(view), meta } };
}

function found({ desk, params }: Call): Receiver {
  const receiver = desk.webhooks().find(({ id }) => id === params.id);
  if (receiver === undefined) throw refuse(404, errorBody(404, 'Webhook not found'));
  return receiver;
}

function view({ id, url, secret, events }: Receiver) {
  return { id, url, secret, event_types: events ?? [] };
}
