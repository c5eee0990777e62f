/** Tables that become post groups: dry runs, mixed rows, imports that were cut off, and what no file may be. */
import { ImportWorkRepository } from '../src/imports/import-work.repository';
import { expectProblem, type Body, type Item, itemsOf, type Reply } from './api-harness';
import { accountOn, startTestGateway, type TestGateway, until } from './gateway-harness';
import { rowCounts } from './row-counts';

jest.setTimeout(60_000);

let gateway: TestGateway;
let x: string;
let handle: string;
let instagram: string;

beforeAll(async () => {
  gateway = await startTestGateway();
  const { accounts } = await gateway.connect('postato', { scheduling: 'gateway' });
  x = accountOn(accounts, 'x');
  handle = accounts.find(({ id }: Body) => id === x).handle as string;
  instagram = accountOn(accounts, 'instagram');
  await gateway.startWorker();
}, 60_000);
afterAll(() => gateway.close());

const DAY_MS = 86_400_000;
const later = new Date(Date.now() + DAY_MS).toISOString();
const localDay = new Date(Date.now() + 30 * DAY_MS).toISOString().slice(0, 10);

const send = (csv: string, more: object = {}, headers?: Record<string, string>): Promise<Reply> =>
  gateway.api.call('POST', '/v1/imports', { body: { csv, ...more }, headers });
const dryRun = async (csv: string, more: object = {}): Promise<Body> => {
  const reply = await send(csv, { dryRun: true, ...more });
  expect(reply.status).toBe(200);
  return reply.body;
};
const rowsOf = async (id: string, query = ''): Promise<Item[]> =>
  itemsOf(await gateway.api.call('GET', `/v1/imports/${id}/rows?limit=100${query}`));
/** What became of each row. */
const told = (rows: Body[]): string[] =>
  rows.map(({ row, result, issues }) =>
    [`${row} ${result}`, ...(issues as Body[]).map(({ column, rule }) => `${column} ${rule}`)].join(', '),
  );

async function finished(reply: Reply): Promise<Body> {
  expect(reply.status).toBe(201);
  const id = reply.body.id as string;
  let last: Body;
  await until(async () => {
    last = (await gateway.api.call('GET', `/v1/imports/${id}`)).body;
    return last.status === 'done';
  });
  return last;
}

const groupsWith = async (reference: string): Promise<Item[]> =>
  itemsOf(await gateway.api.call('GET', `/v1/post-groups?clientReference=${reference}`));

const mixed = (mark: string) =>
  [
    'text;accounts;scheduled_at;client_reference;draft',
    `Good;${x};${later};${mark}-1;`,
    `"Two ""quoted""\nlines; one cell";x:${handle};${localDay} 09:00;${mark}-2;`,
    `${'long '.repeat(80)};${x};${later};${mark}-3;`,
    `No picture;${instagram};${later};${mark}-4;`,
    '',
    `Nobody;x:@nobody, acct_none;tomorrow;${mark}-5;perhaps`,
    `Again;${x};${later};${mark}-1;`,
    `Draft;${x};;${mark}-6;yes`,
  ].join('\r\n');

const OF_MIXED = (good: string) => [
  `2 ${good}`,
  `3 ${good}`,
  '4 invalid, text x.text.max_weighted_length',
  '5 invalid, media instagram.media.required',
  '7 invalid, accounts account.exists, scheduled_at time.format, draft boolean, accounts account.exists',
  '8 invalid, client_reference client_reference.unique',
  `9 ${good}`,
];

it('says in a dry run what each row would become, which rule it breaks and what helps, and writes nothing', async () => {
  const before = await rowCounts(gateway.api.db);
  const body = await dryRun(`\uFEFF${mixed('dry')}`, { timeZone: 'Europe/Berlin', name: 'dry.csv' });
  expect(await rowCounts(gateway.api.db)).toEqual(before);
  expect(await gateway.api.db.query('select id from imports')).toEqual([]);
  expect(told(body.rows as Body[])).toEqual(OF_MIXED('valid'));
  expect(body).toMatchObject({
    id: null,
    dryRun: true,
    status: 'done',
    total: 7,
    counts: { valid: 3, invalid: 4, created: 0 },
  });
  expect((body.rows as Body[])[2].issues[0]).toMatchObject({
    path: 'content.text',
    message: expect.stringMatching(/weighted characters; X takes 280/) as unknown,
    fix: expect.stringMatching(/^Shorten/) as unknown,
  });
});

it('makes the good rows, tells of the bad ones, and makes none again', async () => {
  const csv = mixed('real');
  const headers = { 'idempotency-key': 'import-real' };
  const more = { timeZone: 'Europe/Berlin', name: 'real.csv' };
  const first = await send(csv, more, headers);
  // The reply was lost, and the caller asks again.
  const again = await send(csv, more, headers);
  expect(again.headers.get('idempotency-replayed')).toBe('true');
  expect(again.body.id).toBe(first.body.id);
  const done = await finished(first);
  expect(done).toMatchObject({ name: 'real.csv', total: 7, counts: { created: 3, invalid: 4, pending: 0 } });
  const rows = await rowsOf(done.id as string);
  expect(told(rows)).toEqual(OF_MIXED('created'));
  expect(await rowsOf(done.id as string, '&result=invalid')).toHaveLength(4);
  const [group] = await groupsWith('real-2');
  expect(group).toMatchObject({ id: rows[1]!.groupId, content: { text: 'Two "quoted"\nlines; one cell' } });
  // Nine o'clock in Berlin, winter or summer.
  expect(['T08:00:00.000Z', 'T07:00:00.000Z']).toContain((group!.scheduledAt as string).slice(10));
  expect((await groupsWith('real-6'))[0]).toMatchObject({ status: 'draft' });
  const entries = await gateway.api.db.query<{ actor_id: string; action: string }[]>(
    `select distinct actor_id, action from audit_log where subject_id = $1 or subject_id = $2 order by action`,
    [done.id, group!.id],
  );
  const [key] = await gateway.api.db.query<{ id: string }[]>('select id from api_keys limit 1');
  expect(entries).toEqual([
    { actor_id: key!.id, action: 'import.create' },
    { actor_id: key!.id, action: 'post_group.create' },
  ]);

  // The same file another time, mended: what is there stays as it is.
  const second = await finished(await send(csv.replace(/(long )+/, 'Short'), more));
  expect(second.counts).toMatchObject({ created: 1, duplicate: 3, invalid: 3 });
  expect((await rowsOf(second.id as string))[0]).toMatchObject({
    result: 'duplicate',
    groupId: rows[0]!.groupId,
  });
  for (const reference of ['real-1', 'real-2', 'real-3', 'real-6']) {
    expect(await groupsWith(reference)).toHaveLength(1);
  }
});

it('goes on where it was cut off: what was made and not noted is found, what is missing is made', async () => {
  const csv = [
    'text,accounts,scheduled_at',
    ...Array.from({ length: 30 }, (_, n) => `Cut ${n},${x},${later}`),
  ].join('\n');
  const done = await finished(await send(csv));
  expect(done.counts).toMatchObject({ created: 30 });
  const before = await rowsOf(done.id as string);
  const count = async () =>
    (await gateway.api.db.query<{ n: number }[]>('select count(*)::int as n from post_groups'))[0]!.n;
  const groups = await count();
  // As a worker leaves it that was killed: groups without a note, rows that were never begun, and its own claim.
  const { db } = gateway.api;
  await gateway.stopWorker();
  await db.query(
    `update import_rows set result = 'pending', group_id = null where import_id = $1 and row_number > 10`,
    [done.id],
  );
  await db.query(`delete from idempotency_records where path = $1 and key = 'row 31'`, [
    `/v1/imports/${done.id}`,
  ]);
  await db.query(
    `update imports set status = 'running', finished_at = null, turn_at = now() + interval '1 s' where id = $1`,
    [done.id],
  );
  await gateway.startWorker();
  const after = await finished({ status: 201, headers: new Headers(), body: { id: done.id } });
  expect(after.counts).toMatchObject({ created: 30, pending: 0 });
  expect(await count()).toBe(groups + 1);
  const ids = (rows: Item[]) => rows.map(({ groupId }) => groupId);
  expect(ids(await rowsOf(done.id as string)).slice(0, 29)).toEqual(ids(before).slice(0, 29));
});

it('takes no older import of a workspace while a newer one is under way', async () => {
  const { db } = gateway.api;
  await gateway.stopWorker();
  const made = [await send(`text,accounts\nOlder,${x}`), await send(`text,accounts\nNewer,${x}`)];
  const [older, newer] = made.map(({ body }) => body.id as string);
  // As it is where the older was longer in being written: the newer was taken before.
  await db.query(`update imports set turn_at = now() + interval '1 minute' where id = $1`, [newer]);
  const work = new ImportWorkRepository(db);
  expect(await work.take(0, 4)).toEqual([]);
  await db.query('update imports set turn_at = now() where id = $1', [newer]);
  expect(await work.take(0, 4)).toEqual([expect.objectContaining({ id: older })]);
  await db.query('delete from imports where id = any($1)', [[older, newer]]);
  await gateway.startWorker();
});

it('takes no file that cannot be read as a whole, and names row and column', async () => {
  const refused = async (csv: string): Promise<[string, string]> => {
    const { issues = [] } = expectProblem(await send(csv), 422, 'VALIDATION');
    return [issues[0]!.rule, issues[0]!.message];
  };
  expect(await refused(' ')).toEqual(['csv.empty', expect.stringContaining('text, accounts')]);
  expect(await refused('text,accounts\n')).toEqual(['csv.empty', expect.any(String)]);
  expect(await refused('text,when,accounts\na,b,c')).toEqual([
    'csv.unknown_column',
    expect.stringMatching(/Row 1.*“when”/),
  ]);
  expect(await refused('text,text,accounts\na,b,c')).toEqual(['csv.repeated_column', expect.any(String)]);
  expect(await refused('text\na')).toEqual(['csv.missing_column', expect.stringContaining('accounts')]);
  expect(await refused('text,accounts\na,b\nc,"d')).toEqual(['csv.quotes', expect.stringMatching(/^Row 3/)]);
  expect(await refused('text,accounts\na,b\n"c"x,d')).toEqual([
    'csv.quotes',
    expect.stringMatching(/^Row 3/),
  ]);
  expect(await refused(`text,accounts\n${'a,b\n'.repeat(10_001)}`)).toEqual([
    'csv.max_rows',
    expect.stringContaining('10000'),
  ]);
  // What stands below so many blank rows would be left out without a word.
  expect(await refused(`accounts\na\n${'\n'.repeat(20_000)}b`)).toEqual(['csv.max_rows', expect.any(String)]);
  // Megabytes in one line, and millions of columns.
  expect(await refused('x'.repeat(5_000_000))).toEqual(['csv.unknown_column', expect.any(String)]);
  expect(await refused('x,'.repeat(200_000))).toEqual(['csv.unknown_column', expect.any(String)]);
  const tooLong = expectProblem(await send(`text,accounts\n${'x'.repeat(8_400_000)},a`), 422, 'VALIDATION');
  expect(tooLong.issues).toEqual([expect.objectContaining({ path: 'csv', rule: 'max_length' })]);
  expectProblem(await send(`text,accounts\n${'x'.repeat(17_000_000)},a`), 413, 'PAYLOAD_TOO_LARGE');
  const bytes = Buffer.concat([
    Buffer.from('{"csv":"text,accounts\\n'),
    Buffer.from([0xe9]),
    Buffer.from(',a"}'),
  ]);
  expectProblem(
    await gateway.api.call('POST', '/v1/imports', { raw: new Uint8Array(bytes) }),
    400,
    'MALFORMED_REQUEST',
  );
  expectProblem(await send('text,accounts\na,b', { timeZone: 'Mars/Base' }), 422, 'VALIDATION');
  expect(await gateway.api.db.query(`select id from imports where status = 'running'`)).toEqual([]);
});

it('tells of single cells that cannot be read', async () => {
  const { rows } = await dryRun(
    [
      'Client-Reference,Text,Accounts,Scheduled At',
      `a,Caf\uFFFD,${x},${later}`,
      `b,More,${x},${later},stray`,
      `c,No zone,${x},${localDay} 09:00`,
    ].join('\n'),
  );
  expect(told(rows as Body[])).toEqual([
    '2 invalid, text csv.utf8',
    '3 invalid, null csv.cells',
    '4 invalid, scheduled_at time.offset',
  ]);
  const hostile = await dryRun(
    [
      'text,accounts,media',
      `Stray,${x},,${'x,'.repeat(100_000)}`,
      `Many,"${'x:nobody,'.repeat(20_000)}"`,
      `Media,${x},"${'https://example.com/a.png '.repeat(9_000)}"`,
      `Huge,"${'x'.repeat(300_000)}"`,
    ].join('\n'),
  );
  const many = Array.from({ length: 20 }, () => 'accounts account.exists').join(', ');
  expect(told(hostile.rows as Body[])).toEqual([
    '2 invalid, null csv.cells',
    `3 invalid, ${many}`,
    '4 invalid, media max_items',
    '5 invalid, accounts csv.cell_size, accounts required',
  ]);
  const zoned = await dryRun(`text,accounts,scheduled_at\nGap,${x},2027-03-28 02:30`, {
    timeZone: 'Europe/Berlin',
  });
  expect(told(zoned.rows as Body[])).toEqual(['2 invalid, scheduled_at time.skipped']);
});

it('shows a workspace its own imports alone, page by page', async () => {
  const { body } = await gateway.api.call('GET', '/v1/imports?limit=2');
  expect(body.items).toHaveLength(2);
  const next = await gateway.api.call('GET', `/v1/imports?limit=2&cursor=${body.nextCursor}`);
  expect(next.body).toMatchObject({ items: [{ dryRun: false, rows: null }], nextCursor: null });
  const id = body.items[0].id as string;
  const page = await gateway.api.call('GET', `/v1/imports/${id}/rows?limit=20`);
  const rest = await gateway.api.call(
    'GET',
    `/v1/imports/${id}/rows?limit=20&cursor=${page.body.nextCursor}`,
  );
  expect([...itemsOf(page), ...itemsOf(rest)].map(({ row }) => row)).toEqual(
    Array.from({ length: 30 }, (_, n) => n + 2),
  );
  const [at, , hash] = JSON.parse(
    Buffer.from(page.body.nextCursor as string, 'base64url').toString(),
  ) as string[];
  const forged = Buffer.from(JSON.stringify([at, 'row', hash])).toString('base64url');
  expectProblem(await gateway.api.call('GET', `/v1/imports/${id}/rows?cursor=${forged}`), 422, 'VALIDATION');
  const { key } = await gateway.api.newWorkspace();
  expect(itemsOf(await gateway.api.call('GET', '/v1/imports', { key }))).toEqual([]);
  expectProblem(await gateway.api.call('GET', `/v1/imports/${id}/rows`, { key }), 404, 'NOT_FOUND');
  const foreign = await gateway.api.call('POST', '/v1/imports', {
    key,
    body: { csv: `text,accounts\nTheirs,${x}\nBy name,x:${handle}`, dryRun: true },
  });
  expect(told(foreign.body.rows as Body[])).toEqual([
    '2 invalid, accounts account.exists',
    '3 invalid, accounts account.exists',
  ]);
});
