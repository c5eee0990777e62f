import { once } from 'node:events';
import { createServer } from 'node:http';
import { webhooks } from '@postern/client';
import { expect, refused, until } from './walk.mjs';

/** Is told of events at an address of its own, and verifies each delivery. */
export async function walkWebhooks(walk, postern) {
  const step = walk.step.bind(walk);
  walk.chapter('Webhooks');
  const since = new Date(Date.now() - 3_600_000).toISOString();
  const receiver = await listen();
  try {
    const { id, secret } = await step('an endpoint; its secret is shown once', () =>
      postern.webhookEndpoints.create({ url: receiver.url, events: ['post_group.*'] }),
    );
    receiver.secrets.push(secret);
    await step('listed', async () => {
      expect((await postern.webhookEndpoints.list().toArray()).length === 1, 'there is one');
    });
    const test = await step('a test', () => postern.webhookEndpoints.test(id));
    await receiver.got(({ id: eventId }) => eventId === test.eventId);
    const rotated = await step('another secret: both sign for a day', () =>
      postern.webhookEndpoints.rotateSecret(id),
    );
    expect(rotated.secrets.length === 2, 'the earlier one signs, too');
    const { count } = await step('what happened in the last hour, once more', () =>
      postern.webhookEndpoints.replay(id, { since }),
    );
    await receiver.got(({ type }) => type === 'post_group.completed');
    const first = await step('each is a delivery', async () => {
      const deliveries = await until(
        () => postern.webhookDeliveries.list({ endpointId: id }).toArray(),
        (all) => all.every(({ status }) => status === 'delivered'),
      );
      expect(deliveries.length === count + 1, 'those of the replay, and the test');
      return deliveries[0];
    });
    await step('with its attempts, and what was sent', async () => {
      const { attempts, request } = await postern.webhookDeliveries.get(first.id);
      expect(attempts.length > 0 && request !== null, 'there is one');
    });
    await step('delivered again', () => postern.webhookDeliveries.replay(first.id));
    await step('switched off', () => postern.webhookEndpoints.update(id, { active: false }));
    await step('which ends the tests', () =>
      refused(() => postern.webhookEndpoints.test(id), 'ConflictError'),
    );
    await step('read', () => postern.webhookEndpoints.get(id));
    await step('deleted', () => postern.webhookEndpoints.delete(id));
  } finally {
    receiver.close();
  }
}

/** Takes what is signed with any of its secrets. */
async function listen() {
  const secrets = [];
  const events = [];
  const server = createServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    try {
      events.push(await webhooks.verify(Buffer.concat(chunks), request.headers, secrets));
      response.writeHead(204).end();
    } catch (error) {
      response.writeHead(400).end(error.message);
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${server.address().port}/postern`,
    secrets,
    got: (wanted) => until(() => events.some(wanted), Boolean),
    close: () => server.close(),
  };
}
