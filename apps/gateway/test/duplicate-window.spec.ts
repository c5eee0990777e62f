/** `duplicateWindowSeconds`: equal content to the same account is refused, also when two ask at once. */
import { expectProblem, type Body } from './api-harness';
import { accountOn, startTestGateway, type TestGateway } from './gateway-harness';

jest.setTimeout(60_000);

let gateway: TestGateway;
let x: string;
let linkedin: string;
let count = 0;
beforeAll(async () => {
  gateway = await startTestGateway();
  const { accounts } = await gateway.connect('postato');
  x = accountOn(accounts, 'x');
  linkedin = accountOn(accounts, 'linkedin');
}, 60_000);
afterAll(() => gateway.close());

const post = (body: object, headers?: Record<string, string>) =>
  gateway.api.call('POST', '/v1/post-groups', { body, headers });
const sql = <T>(text: string, values: unknown[] = []): Promise<T[]> => gateway.api.db.query(text, values);
const newText = () => `Duplicate ${(count += 1)}`;
const body = (text: string, more: object = {}) => ({
  content: { text },
  targets: [{ accountId: x }],
  duplicateWindowSeconds: 3600,
  ...more,
});

it('refuses equal content to the same account, and shows what it equals', async () => {
  const text = newText();
  const first = await post(body(text, { duplicateWindowSeconds: undefined }));
  const refused = await post(body(text, { targets: [{ accountId: linkedin }, { accountId: x }] }));
  const problem = expectProblem(refused, 409, 'CONFLICT');
  expect(problem.posts).toEqual([first.body.posts[0]]);
  const rows = await sql('select 1 from post_groups where content ->> $1 = $2', ['text', text]);
  expect(rows).toHaveLength(1);
  // Another account, other content, no window: each is another matter.
  expect((await post(body(text, { targets: [{ accountId: linkedin }] }))).status).toBe(201);
  expect((await post(body(text, { content: { text: `${text}.` } }))).status).toBe(201);
  expect((await post(body(text, { duplicateWindowSeconds: null }))).status).toBe(201);
});

it('compares what the target has after its own content', async () => {
  const text = newText();
  expect((await post(body(text))).status).toBe(201);
  const own = { content: { text: 'another' }, targets: [{ accountId: x, content: { text, thread: [] } }] };
  expectProblem(await post(body(text, own)), 409, 'CONFLICT');
});

it('compares media and threads', async () => {
  const media = (name: string, altText?: string) => [
    { url: `${gateway.sandbox.url}/samples/${name}`, altText },
  ];
  const text = newText();
  const content = { text, media: media('a.jpg', 'A') };
  expect((await post(body(text, { content }))).status).toBe(201);
  expect((await post(body(text, { content: { text, media: media('a.jpg', 'B') } }))).status).toBe(201);
  expect((await post(body(text, { content: { text, media: media('b.jpg', 'A') } }))).status).toBe(201);
  expectProblem(await post(body(text, { content })), 409, 'CONFLICT');
});

it.each(['canceled', 'failed'])('does not count what was %s', async (status) => {
  const text = newText();
  const first = await post(body(text));
  await sql('update posts set status = $2 where id = $1', [first.body.posts[0].id, status]);
  expect((await post(body(text))).status).toBe(201);
});

it('looks back as far as the window, and at no other workspace', async () => {
  const text = newText();
  const first = await post(body(text));
  await sql(`update posts set created_at = created_at - interval '1 hour' where id = $1`, [
    first.body.posts[0].id,
  ]);
  expect((await post(body(text, { duplicateWindowSeconds: 3590 }))).status).toBe(201);
  expectProblem(await post(body(text, { duplicateWindowSeconds: 3700 })), 409, 'CONFLICT');
});

it('lets exactly one of many through that come at once', async () => {
  for (let turn = 0; turn < 10; turn += 1) {
    const text = newText();
    const targets = [{ accountId: x }, { accountId: linkedin }];
    const replies = await Promise.all(
      Array.from({ length: 8 }, (_, n) =>
        post(body(text, { targets: n % 2 ? targets : [...targets].reverse() })),
      ),
    );
    expect(replies.map(({ status }) => status).sort()).toEqual([201, ...Array<number>(7).fill(409)]);
    expect(await sql('select 1 from posts where content ->> $1 = $2', ['text', text])).toHaveLength(2);
  }
});

it('answers a repetition with the same idempotency key as the first time', async () => {
  const text = newText();
  const headers = { 'idempotency-key': `window-${text}` };
  const replies = await Promise.all([
    post(body(text), headers),
    post(body(text), headers),
    post(body(text), headers),
  ]);
  expect(replies.map(({ status }) => status)).toEqual([201, 201, 201]);
  expect(new Set(replies.map(({ body: group }: { body: Body }) => group.id as string)).size).toBe(1);
  expectProblem(await post(body(text), { 'idempotency-key': `other-${text}` }), 409, 'CONFLICT');
});

it('lets drafts be', async () => {
  const text = newText();
  expect((await post(body(text, { draft: true }))).status).toBe(201);
  expect((await post(body(text, { draft: true }))).status).toBe(201);
  expect((await post(body(text))).status).toBe(201);
  expect((await post(body(text, { draft: true }))).status).toBe(201);
});

it.each([0, -1, 1.5, 2_592_001, '60', true])(
  'takes 1 second to 30 days, not %p',
  async (duplicateWindowSeconds) => {
    const { issues } = expectProblem(await post(body('a', { duplicateWindowSeconds })), 422, 'VALIDATION');
    expect(issues?.map(({ path }) => path)).toEqual(['duplicateWindowSeconds']);
  },
);
