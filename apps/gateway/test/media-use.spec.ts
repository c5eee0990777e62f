/** Media in the content of groups: which are taken, for how long they stay, and what takes them away. */
import { existsSync } from 'node:fs';
import { DiskMediaStore } from '../src/media/disk-media-store';
import type { MediaStore } from '../src/media/media-store';
import { MediaSweep } from '../src/media/media-sweep';
import { MediaSweepRepository } from '../src/media/media-sweep.repository';
import { expectProblem, type Body } from './api-harness';
import { accountOn, startTestGateway, type TestGateway, until } from './gateway-harness';
import { diskMedia, JPEG, upload } from './media-harness';
import { videoOf } from './media-samples';

jest.setTimeout(60_000);

const disk = diskMedia();
let gateway: TestGateway;
let x: string;
beforeAll(async () => {
  gateway = await startTestGateway({ config: disk.config });
  x = accountOn((await gateway.connect('postato')).accounts, 'x');
});
afterAll(async () => {
  await gateway.close();
  disk.clear();
});

const api = () => gateway.api;
const medium = async (): Promise<string> => ((await upload(api(), JPEG)).body as { id: string }).id;
const pathOf = (id: string) => `${disk.folder}/${id.slice(-2)}/${id}.jpg`;
const create = (media: unknown[], more: object = {}) =>
  api().call('POST', '/v1/post-groups', {
    body: { content: { text: 'With media', media }, targets: [{ accountId: x }], draft: true, ...more },
  });
const expiresAt = async (id: string) =>
  (await api().call('GET', `/v1/media/${id}`)).body.expiresAt as string | null;
const sql = (text: string, ...values: unknown[]) => api().db.query<Body[]>(text, values);
const sweepWith = (store: MediaStore) =>
  new MediaSweep(new MediaSweepRepository(api().db), store, api().config).sweep();
const sweep = () => sweepWith(new DiskMediaStore(disk.folder));
const expire = (id: string) => sql(`update media set expires_at = now() where id = $1`, id);
const ended = (groupId: string, status: string, ago = '1 minute') =>
  sql(
    `update post_groups set status = $2, updated_at = now() - $3::interval where id = $1`,
    groupId,
    status,
    ago,
  );

it('takes stored media, and shows them in the content', async () => {
  const id = await medium();
  const group = await create([{ mediaId: id, altText: 'A cup' }]);
  expect(group.status).toBe(201);
  expect(group.body.content.media).toEqual([{ mediaId: id, url: null, altText: 'A cup' }]);
  expect(await expiresAt(id)).toBeNull();
  const inUse = expectProblem(await api().call('DELETE', `/v1/media/${id}`), 409, 'CONFLICT');
  expect(inUse.groupIds).toEqual([group.body.id]);
});

it('names what is wrong with an item, where it is', async () => {
  const id = await medium();
  const url = `${gateway.sandbox.url}/samples/a.jpg`;
  const issues = async (media: unknown[], more: object = {}) =>
    expectProblem(await create(media, more), 422, 'VALIDATION').issues?.map(
      ({ path, rule }) => `${path} ${rule}`,
    );
  expect(await issues([{ altText: 'A cup' }])).toEqual(['content.media[0].mediaId media.one_of']);
  expect(await issues([{ url }, { mediaId: id, url }])).toEqual(['content.media[1].mediaId media.one_of']);
  expect(await issues([{ mediaId: 7 }])).toEqual(['content.media[0].mediaId string']);
  expect(await issues([{ mediaId: id }, { mediaId: 'med_none' }])).toEqual([
    'content.media[1].mediaId media.exists',
  ]);
  const own = { targets: [{ accountId: x, content: { media: [{ url }] } }] };
  expect(await issues([{ mediaId: 'med_none' }], own)).toEqual(['content.media[0].mediaId media.exists']);
  const other = await api().newWorkspace();
  const theirs = ((await upload(api(), JPEG, { key: other.key })).body as { id: string }).id;
  expect(await issues([{ mediaId: theirs }])).toEqual(['content.media[0].mediaId media.exists']);
  await expire(id);
  expect(await issues([{ mediaId: id }])).toEqual(['content.media[0].mediaId media.exists']);
  const kinds = await Promise.all([medium(), medium(), medium(), medium(), medium()]);
  expect(await issues(kinds.map((mediaId) => ({ mediaId })))).toEqual(['content.media x.media.max']);
});

it('is judged by what its bytes told: a video may be too long for a platform', async () => {
  const instagram = accountOn((await gateway.connect('layers')).accounts, 'instagram');
  const video = ((await upload(api(), await videoOf('mp4', 16 * 60))).body as { id: string }).id;
  const targets = [{ accountId: x }, { accountId: instagram }];
  const tooLong = [{ path: 'content.media[0]', rule: 'instagram.video.duration' }];
  const refused = await create([{ mediaId: video }], { targets });
  expect(expectProblem(refused, 422, 'VALIDATION').issues).toMatchObject(tooLong);
  const { body: group } = await create([{ mediaId: await medium() }], { targets });
  const edited = await api().call('PATCH', `/v1/post-groups/${group.id}`, {
    body: { content: { media: [{ mediaId: video }] } },
  });
  expect(expectProblem(edited, 422, 'VALIDATION').issues).toMatchObject(tooLong);
});

it('keeps what a post can still need, and then for a while more', async () => {
  const id = await medium();
  const { id: groupId } = (await create([{ mediaId: id }])).body as { id: string };
  await sweep();
  expect(await expiresAt(id)).toBeNull();
  await ended(groupId, 'failed');
  await sweep();
  expect(await expiresAt(id)).toBeNull();
  await ended(groupId, 'failed', '31 days');
  await sweep();
  const until = Date.parse((await expiresAt(id)) ?? '');
  expect(Math.round((until - Date.now()) / 86_400_000)).toBe(30);

  // Used again: its clock stops.
  const again = (await create([{ mediaId: id }])).body as { id: string };
  expect(await expiresAt(id)).toBeNull();
  await ended(again.id, 'published');
  await sweep();
  expect(existsSync(pathOf(id))).toBe(true);
  await expire(id);
  await sweep();
  expect(existsSync(pathOf(id))).toBe(false);
  expect(await sql('select id from media where id = $1', id)).toEqual([]);
  expect(await sql(`select action, actor_type from audit_log where subject_id = $1 order by id`, id)).toEqual(
    [
      { action: 'media.create', actor_type: 'api_key' },
      { action: 'media.expire', actor_type: 'system' },
    ],
  );
  expect((await gateway.group(groupId)).content.media).toMatchObject([{ mediaId: id }]);
});

it('sweeps what an upload left that was interrupted, and passes by what cannot be removed', async () => {
  const [stuck, gone] = [await medium(), await medium()];
  await sql(`update media set state = 'storing', expires_at = now() where id = any($1)`, [stuck, gone]);
  const store = new DiskMediaStore(disk.folder);
  const remove = store.remove.bind(store);
  store.remove = (key) => (key.includes(stuck) ? Promise.reject(new Error('EIO')) : remove(key));
  await sweepWith(store);
  expect(await sql('select id, state from media where id = any($1)', [stuck, gone])).toEqual([
    { id: stuck, state: 'deleting' },
  ]);
  await sweep();
  expect([existsSync(pathOf(stuck)), existsSync(pathOf(gone))]).toEqual([false, false]);
});

it('never takes away a medium that a create got, whoever comes first', async () => {
  const ids = await Promise.all(Array.from({ length: 12 }, medium));
  const outcomes = await Promise.all(
    ids.map(async (id, index) => {
      const takeAway =
        index % 2 === 0 ? () => api().call('DELETE', `/v1/media/${id}`) : () => expire(id).then(sweep);
      const [created] = await Promise.all([create([{ mediaId: id }]), takeAway()]);
      return { id, status: created.status };
    }),
  );
  await sweep();
  for (const { id, status } of outcomes) {
    const rows = await sql(`select state from media where id = $1`, id);
    expect({ status, rows, file: existsSync(pathOf(id)) }).toEqual(
      status === 201
        ? { status, rows: [{ state: 'stored' }], file: true }
        : { status: 422, rows: [], file: false },
    );
  }
});

it('waits for a create that has the medium in hand, or passes it by', async () => {
  const [wanted, swept] = [await medium(), await medium()];
  const group = await create([]);
  const holder = api().db.createQueryRunner();
  await holder.startTransaction();
  await holder.query('select id from media where id = any($1) for key share', [[wanted, swept]]);
  await expire(swept);
  await sweep();
  expect(existsSync(pathOf(swept))).toBe(true);
  await holder.query('update media set expires_at = null where id = any($1)', [[wanted, swept]]);
  await holder.query(
    'insert into media_uses (workspace_id, media_id, group_id) select $1, unnest($2::text[]), $3',
    [api().workspaceId, [wanted, swept], group.body.id],
  );
  const deleting = api().call('DELETE', `/v1/media/${wanted}`);
  await until(async () => {
    const [waiting] = await sql(
      `select count(*)::int as n from pg_stat_activity where wait_event_type = 'Lock' and query like '%for update%'`,
    );
    return waiting.n > 0;
  });
  await holder.commitTransaction();
  await holder.release();
  expectProblem(await deleting, 409, 'CONFLICT');
  await sweep();
  expect([existsSync(pathOf(wanted)), existsSync(pathOf(swept))]).toEqual([true, true]);
});

it('follows an edit: what a group names no more, it does not need', async () => {
  const [before, after] = [await medium(), await medium()];
  const { id: groupId } = (await create([{ mediaId: before }])).body as { id: string };
  const edit = (mediaId: string) =>
    api().call('PATCH', `/v1/post-groups/${groupId}`, { body: { content: { media: [{ mediaId }] } } });
  expect((await edit(after)).status).toBe(200);
  expect((await api().call('DELETE', `/v1/media/${before}`)).status).toBe(204);
  expectProblem(await api().call('DELETE', `/v1/media/${after}`), 409, 'CONFLICT');
  expect(expectProblem(await edit(before), 422, 'VALIDATION').issues).toMatchObject([
    { rule: 'media.exists' },
  ]);
});
