/** Edits, publishes and cancels at the very moment at which a worker claims: what the network shows is what was told. */
import { setTimeout as pause } from 'node:timers/promises';
import type { PostGroupView } from '../src/post-groups/post-group-view';
import type { Reply } from './api-harness';
import { accountOn, startTestGateway, until, type TestGateway } from './gateway-harness';

jest.setTimeout(180_000);

const RACES = 100;
const WAVE = 50;
/** As far ahead as a wave takes to be created, on a busy machine. */
const AHEAD_MS = 1_500;

let gateway: TestGateway;
let accountIds: string[];
beforeAll(async () => {
  gateway = await startTestGateway({ sandbox: { speed: 50 } });
  // Each connection has its own rate budget.
  const connections = await Promise.all(Array.from({ length: 6 }, () => gateway.connect('postato')));
  accountIds = connections.map(({ accounts }) => accountOn(accounts, 'linkedin'));
  await gateway.startWorker();
}, 60_000);
afterAll(() => gateway.close());

const call = (method: string, path: string, body?: unknown) => gateway.api.call(method, path, { body });

/** Every group has ended, and nobody has anything left to do for one. */
async function nothingOpen(): Promise<boolean> {
  const [row] = await gateway.api.db.query<{ open: boolean }[]>(
    `select exists (select from post_groups where status not in ('published', 'canceled', 'failed'))
       or exists (select from submissions where next_attempt_at is not null or lease_until is not null) as open`,
  );
  return row?.open === false;
}

interface Race {
  group: PostGroupView;
  marker: string;
  edits: { text: string; reply: Reply }[];
}

async function race(n: number, dueAt: number): Promise<Race> {
  const marker = `Race ${n}.`;
  const kind = n % 4;
  const draft = kind === 3;
  const group = await gateway.publish({
    content: { text: `${marker} old` },
    targets: [{ accountId: accountIds[n % accountIds.length] }],
    ...(draft ? { draft } : { scheduledAt: new Date(dueAt).toISOString() }),
  });
  const path = `/v1/post-groups/${group.id}`;
  const edit = async (name: string) => {
    const text = `${marker} ${name}`;
    return { text, reply: await call('PATCH', path, { content: { text } }) };
  };
  await pause(Math.max(0, dueAt - Date.now() - 20 + ((n * 7) % 60)));
  const orders: (() => Promise<unknown>)[] = [
    () => Promise.resolve(),
    () => Promise.resolve(),
    () => call('DELETE', path),
    async () => {
      await call('POST', `${path}/publish`);
      await pause(n % 40);
    },
  ];
  const [one, two] = await Promise.all([
    edit('new'),
    kind === 0 ? null : edit('newer'),
    orders[kind]?.(),
    draft ? pause(n % 25).then(() => call('POST', `${path}/publish`)) : null,
  ]);
  return { group, marker, edits: two === null ? [one] : [one, two] };
}

it(`${RACES} times the network shows one content, and never one that was replaced`, async () => {
  const races: Race[] = [];
  for (let first = 0; first < RACES; first += WAVE) {
    const dueAt = Date.now() + AHEAD_MS;
    races.push(...(await Promise.all(Array.from({ length: WAVE }, (_, n) => race(first + n, dueAt)))));
  }
  await until(nothingOpen, 90_000);
  const shown = gateway.sandbox.network.entries({}).map(({ text }) => text);
  const won = { edited: 0, refused: 0, canceled: 0 };
  for (const { group, marker, edits } of races) {
    const after = await gateway.group(group.id);
    const accepted = edits.filter(({ reply }) => reply.status === 200);
    expect(
      edits.map(({ reply }) => reply.status).filter((status) => status !== 200 && status !== 409),
    ).toEqual([]);
    const versions = accepted.map(({ reply }) => reply.body.version as number);
    const last = accepted.find(({ reply }) => reply.body.version === Math.max(...versions));
    const text = last?.text ?? `${marker} old`;
    const published = after.status === 'published';
    if (!published) expect(after.status).toBe('canceled');
    expect([marker, after.content.text]).toEqual([marker, text]);
    expect([marker, shown.filter((each) => each.startsWith(marker))]).toEqual([
      marker,
      published ? [text] : [],
    ]);
    won.edited += accepted.length;
    won.refused += edits.length - accepted.length;
    won.canceled += published ? 0 : 1;
  }
  // They did meet: each side won sometimes.
  for (const count of Object.values(won)) expect(count).toBeGreaterThan(5);
});
