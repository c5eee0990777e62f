import { webhooks } from '@postern/client';
import { inspect, newWorkspace, signedIn, type Workspace } from './harness';
import { openReceiver, type Receiver } from './receiver';

let receiver: Receiver;
beforeEach(async () => {
  receiver = await openReceiver();
});
afterEach(() => receiver.close());

const endpointOf = ({ postern }: Workspace, more: { active?: boolean } = {}) =>
  postern.webhookEndpoints.create({ url: receiver.url, events: ['*'], ...more });
/** Fails as it would to whoever uses the secret. */
const verified = (number: number, secret: string) => {
  const taken = receiver.received[number];
  if (taken === undefined) throw new Error(`There was no request ${number}.`);
  return webhooks.verify(taken.body, taken.headers, [secret]);
};

it('makes an endpoint, shows what it refused and then took, and delivers it again', async () => {
  const workspace = await newWorkspace();
  const page = await signedIn(workspace, { path: '/webhooks' });
  await page.getByText('No webhook endpoints yet').waitFor();
  await inspect(page, 'webhooks-empty');

  await page.getByRole('button', { name: 'New endpoint' }).click();
  const form = page.getByRole('dialog');
  await form.getByLabel('Address').fill('https://10.0.0.1/hook');
  await form.getByRole('button', { name: 'Save' }).click();
  // At the field, with the rest of the form as it was.
  await form.getByLabel('Address').and(page.locator('[aria-invalid="true"]')).waitFor();
  await inspect(page, 'webhook-form');
  await form.getByLabel('Address').fill(receiver.url);
  await form.getByRole('button', { name: 'Save' }).click();
  const secret = (await page.getByRole('dialog').locator('pre').textContent()) ?? '';
  await page.getByRole('button', { name: 'I have stored it' }).click();
  await page.getByRole('heading', { level: 1, name: receiver.url }).waitFor();
  expect(await page.content()).not.toContain(secret);

  receiver.answerWith(503);
  await page.getByRole('button', { name: 'Send a test' }).click();
  await page.getByText(/The test was not taken/).waitFor();
  await page.getByText(/The test arrived: answered 204/).waitFor();
  await verified(1, secret);
  await page.getByRole('link', { name: 'Look at the delivery' }).click();

  await page.getByRole('button', { name: /Attempt 1 .*503/ }).click();
  await page.getByText('"said": "no, 503"').waitFor();
  expect(await page.getByText('"type": "test.ping"').count()).toBe(2);
  await inspect(page, 'webhook-delivery');

  await page.getByRole('button', { name: 'Deliver again' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Deliver it again' }).click();
  await page.getByText('Replay of').waitFor();
  await page.getByRole('button', { name: /Attempt 1 .*204/ }).waitFor();
  const ids = receiver.received.map(({ headers }) => headers['webhook-id']);
  expect(ids).toEqual([ids[0], ids[0], ids[0]]);
});

it('rotates a secret with an overlap, and tells who switched an endpoint off', async () => {
  const workspace = await newWorkspace();
  const { id, secret } = await endpointOf(workspace);
  const page = await signedIn(workspace, { path: `/webhooks/${id}` });
  await page.getByText('No deliveries yet').waitFor();

  await page.getByRole('button', { name: 'Rotate secret' }).click();
  await page.getByRole('button', { name: 'Make the new secret' }).click();
  const newer = (await page.getByRole('dialog').locator('pre').textContent()) ?? '';
  await page.getByRole('button', { name: 'I have stored it' }).click();
  await page.getByText('an earlier one, signs until').waitFor();

  receiver.answerWith(410);
  await page.getByRole('button', { name: 'Send a test' }).click();
  await page.getByText(/The test was not taken/).waitFor();
  await page.keyboard.press('Escape');
  await Promise.all([verified(0, secret), verified(0, newer)]);
  await page.getByRole('alert').getByText('it answered 410 Gone').waitFor();
  await inspect(page, 'webhook-endpoint-off');

  await page.getByRole('button', { name: 'Activate' }).click();
  await page.getByRole('button', { name: 'Pause' }).click();
  await page.getByRole('dialog').getByText('Nothing more is sent').waitFor();
  await page.getByRole('button', { name: 'Pause the endpoint' }).click();
  await page.getByText('A person switched this endpoint off').waitFor();

  await page.getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('button', { name: 'Delete the endpoint' }).click();
  await page.getByText('No webhook endpoints yet').waitFor();
});

it('replays what happened since a moment, and finds deliveries by what stands in the address', async () => {
  const workspace = await newWorkspace();
  const { postern } = workspace;
  const [{ id }, gone] = await Promise.all([
    postern.webhookEndpoints.create({ url: `${receiver.url}/told`, events: ['webhook_endpoint.*'] }),
    endpointOf(workspace),
  ]);
  // One that goes is what the other is told of.
  receiver.answerWith(410);
  await postern.webhookEndpoints.test(gone.id);
  const page = await signedIn(workspace, { path: `/webhooks/${id}?status=%5B%22failed%22%5D` });
  await page.getByText('No delivery matches').waitFor();
  await page.getByRole('button', { name: 'Clear the filters' }).click();
  const first = page.getByRole('row', { name: /webhook_endpoint.disabled/ });
  await first.getByText('Delivered').waitFor();
  expect(new URL(page.url()).search).toBe('');

  await page.getByRole('button', { name: 'Replay events' }).click();
  await page.getByRole('dialog').getByLabel('Since').fill('2020-01-01T00:00');
  await page.getByRole('button', { name: 'Replay …' }).click();
  await page.getByRole('button', { name: 'Deliver them again' }).click();
  await page.getByText(/Events are kept for 90 days/).waitFor();
  const today = new Date().toISOString().slice(0, 10);
  await page.getByRole('dialog').getByLabel('Since').fill(`${today}T00:00`);
  await page.getByRole('button', { name: 'Replay …' }).click();
  await page.getByRole('button', { name: 'Deliver them again' }).click();
  await page.getByText('1 event is being delivered again.').waitFor();
  await page.getByRole('row', { name: /webhook_endpoint.disabled Replay Delivered/ }).waitFor();
  await inspect(page, 'webhook-endpoint');
});

it('offers a reader nothing that changes, and says what others lack', async () => {
  const reader = await newWorkspace(['webhooks:read']);
  const { id } = await endpointOf(reader, { active: false });
  const page = await signedIn(reader, { path: `/webhooks/${id}` });
  await page.getByText('A person switched this endpoint off').waitFor();
  expect(await page.getByRole('button', { name: /Delete|Change|Activate|Rotate|Replay/ }).count()).toBe(0);
  await page.goto(page.url().replace(/\/webhooks.*/, '/audit-log'));
  await page.getByRole('alert').getByText('This needs the scope “admin”').waitFor();
});
