/** The examples of the SDK's README, run as their readers would, by the built package. */
import { join } from 'node:path';
import { accountOn, startTestGateway, until, type TestGateway } from './gateway-harness';
import { REPOSITORY, runNode, type RunOptions } from './run-node';

let gateway: TestGateway;
let accountId: string;
let picture: string;

beforeAll(async () => {
  gateway = await startTestGateway();
  accountId = accountOn((await gateway.connect('postpost')).accounts, 'threads');
  picture = join(REPOSITORY, 'apps/sandbox/samples/a.jpg');
  await gateway.startWorker();
}, 60_000);
afterAll(() => gateway?.close());

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';

const example = (name: string, words: string[] = [], options: RunOptions = {}) =>
  runNode([join(REPOSITORY, 'packages/client/examples', name), ...words], {
    ...options,
    env: { POSTERN_URL: gateway.api.url, POSTERN_API_KEY: gateway.api.key, ...options.env },
  });

it('publishes and waits', async () => {
  const ran = await example('publish.mjs', ['threads']);
  expect(ran).toMatchObject({ status: 0, stderr: '' });
  expect(ran.stdout).toMatch(/^threads published/m);
});

it('uploads, plans and cancels', async () => {
  const ran = await example('media.mjs', [picture, accountId]);
  expect(ran).toMatchObject({ status: 0, stderr: '' });
  expect(ran.stdout).toMatch(/^med_\w+: image\/jpeg, \d+ × \d+\nscheduled\n/);
});

it('tells what a refusal says', async () => {
  const ran = await example('errors.mjs');
  expect(ran).toMatchObject({ status: 0, stderr: '' });
  expect(ran.stdout).toMatch(/^targets\[0\]\.accountId: .+ \[account\.exists\]\n$/);
});

it('reads lists', async () => {
  const ran = await example('lists.mjs');
  expect(ran).toMatchObject({ status: 0, stderr: '' });
  expect(ran.stdout).toMatch(/^2 accounts, and more\n\d+ groups$/m);
});

it('follows events until Ctrl-C', async () => {
  let created = false;
  const following = example('events.mjs', [], {
    enough: (stdout) => {
      if (stdout.includes('open') && !created) {
        created = true;
        void gateway.publish({ content: { text: 'Followed' }, targets: [{ accountId }] });
      }
      return stdout.includes('post_group.completed');
    },
  });
  const ran = await following;
  expect(ran).toMatchObject({ status: 0, stderr: '' });
  expect(ran.stdout).toMatch(/^\d+ post_group\.completed 20\S+$/m);
});

it('receives a signed webhook, and refuses another', async () => {
  let said = '';
  const receiving = example('webhooks.mjs', [], {
    env: { POSTERN_WEBHOOK_SECRET: SECRET, PORT: '0' },
    enough: (stdout) => {
      said = stdout;
      return stdout.includes('No signature fits');
    },
  });
  await until(() => said.includes('Listening on'));
  const url = `http://127.0.0.1:${/\d+/.exec(said)?.[0]}`;
  const send = (secret: string) =>
    example('webhooks-test.mjs', [url], { env: { POSTERN_WEBHOOK_SECRET: secret } });
  expect(await send(SECRET)).toEqual({ status: 0, stdout: '204\n', stderr: '' });
  expect((await send('whsec_b3RoZXIgc2VjcmV0')).stdout).toBe('400\n');
  expect((await receiving).stdout).toContain('post.published evt_test');
});
