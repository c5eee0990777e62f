import { createServer } from 'node:net';
import { LayersClient } from '../../test/layers-client';
import { startSandbox, type RunningSandbox, type SandboxOptions } from '../index';

const running: RunningSandbox[] = [];
afterEach(async () => {
  for (const sandbox of running.splice(0)) await sandbox.stop();
});

async function start(options: SandboxOptions = {}): Promise<LayersClient> {
  const sandbox = await startSandbox(options);
  running.push(sandbox);
  return new LayersClient(sandbox);
}

describe('keys', () => {
  it('takes a Bearer key only, in generation B', async () => {
    const layers = await start();
    expect((await layers.call('GET', '/whoami')).body).toMatchObject({ scopes: ['*'] });
    const headers = { 'x-api-key': layers.seeds.apiKey };
    const wrong = await layers.call('GET', '/whoami', { apiKey: 'lp_test_wrong', headers });
    expect([wrong.status, wrong.body.error.code]).toEqual([401, 'UNAUTHENTICATED']);
  });

  it('tells scope, suspension and absence apart', async () => {
    const layers = await start();
    const { readOnlyApiKey, suspendedApiKey } = layers.seeds;
    const container = await layers.upload('x');
    const scope = await layers.publish(container, { apiKey: readOnlyApiKey });
    expect([scope.status, scope.body.error.code]).toEqual([403, 'FORBIDDEN_SCOPE']);
    const killed = await layers.call('GET', '/whoami', { apiKey: suspendedApiKey });
    expect(killed.status).toBe(503);
    expect(killed.body.error).toMatchObject({ code: 'KILL_SWITCH', details: { scope: 'key' } });
    for (const path of ['/projects/prj_other', '/content/cnt_none', '/scheduled-posts/sp_none', '/nowhere']) {
      const absent = await layers.call('GET', path);
      expect([absent.status, absent.body.error.code]).toEqual([404, 'NOT_FOUND']);
    }
  });

  it('limits the standard tier, with Retry-After', async () => {
    const layers = await start({ layers: { rateTier: 'standard' } });
    layers.skip(60_000 - (layers.sandbox.clock.now() % 60_000)); // a whole minute for the calls below
    const replies = [];
    for (let call = 0; call < 121; call++) replies.push(await layers.call('GET', '/whoami'));
    const ok = replies[0];
    expect(ok?.headers.get('x-ratelimit-endpoint-class')).toBe('read-light');
    expect(ok?.headers.get('x-ratelimit-remaining')).toBe('119');
    const limited = replies.find(({ status }) => status === 429);
    expect(limited?.body.error.code).toBe('RATE_LIMITED');
    expect(Number(limited?.headers.get('retry-after'))).toBeGreaterThan(0);
  });
});

describe('accounts and projects', () => {
  it('lists accounts by socialAccountId, filtered and paged', async () => {
    const layers = await start();
    const url = `/projects/${layers.seeds.projectId}/social-accounts`;
    const tiktok = await layers.call('GET', `${url}?platform=tiktok`);
    const rows = tiktok.body.items as Array<{ platform: string }>;
    expect(rows.map(({ platform }) => platform)).toEqual(['tiktok', 'tiktok']);
    expect(tiktok.body.items[0]).not.toHaveProperty('id');
    const ids: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const query: string = cursor === '' ? 'limit=1' : `limit=1&cursor=${encodeURIComponent(cursor)}`;
      const { body } = await layers.call('GET', `${url}?${query}`);
      ids.push(String(body.items[0].socialAccountId));
      cursor = body.nextCursor as string | null;
    }
    expect(new Set(ids).size).toBe(4);
  });

  it('takes the project id with and without its prefix, and answers bare', async () => {
    const layers = await start();
    const bare = layers.seeds.projectId.slice('prj_'.length);
    for (const id of [bare, layers.seeds.projectId]) {
      expect((await layers.call('GET', `/projects/${id}`)).body.id).toBe(bare);
    }
    const list = await layers.call('GET', '/projects');
    expect(list.body.items[0].id).toBe(layers.seeds.projectId);
  });

  it('revoking an account cancels its queued posts and refuses new ones', async () => {
    const layers = await start();
    const container = await layers.upload('gone');
    const scheduled = await layers.schedule(container, layers.at(3600_000));
    const revoked = await layers.call('DELETE', `/social-accounts/${layers.tiktok}`);
    expect(revoked.body.canceledScheduledPosts).toBe(1);
    expect((await layers.post(String(scheduled.body.scheduledPostIds[0]))).status).toBe('canceled');
    expect((await layers.publish(container)).status).toBe(422);
    expect((await layers.call('DELETE', `/social-accounts/${layers.tiktok}`)).status).toBe(404);
  });
});

describe('generation A', () => {
  it('speaks the older vocabulary: X-Api-Key, ULIDs, direct_publish, draft_in_inbox', async () => {
    const layers = await start({ layers: { vocabulary: 'A' } });
    const headers = { 'x-api-key': layers.seeds.apiKey };
    const who = await layers.call('GET', '/whoami', { apiKey: 'ignored', headers });
    expect(who.body).toMatchObject({ scopes: [], killSwitch: false });
    expect((await layers.publish(await layers.upload('new words'), { mode: 'publish' })).status).toBe(422);
    const reply = await layers.publish(await layers.upload('old words'), { mode: 'draft_to_device' });
    const id = String(reply.body.scheduledPostIds[0]);
    expect(id).toMatch(/^sp_[0-9A-HJKMNP-TV-Z]{26}$/);
    layers.skip(1500);
    layers.skip(1500);
    expect((await layers.post(id)).status).toBe('draft_in_inbox');
  });
});

describe('media', () => {
  it('refuses what it cannot fetch, and what is no media', async () => {
    const layers = await start();
    const url = `/projects/${layers.seeds.projectId}/content/upload`;
    for (const address of [
      `${layers.sandbox.url}/samples/none.jpg`,
      `${layers.sandbox.url}/_sandbox/seeds`,
    ]) {
      const body = { media: [{ url: address }], caption: '' };
      const reply = await layers.call('POST', url, { body });
      expect(reply.status).toBe(422);
      expect(reply.body.error.details.issues[0].path).toBe('media.0.url');
    }
  });

  it('takes a video, and one to ten images, and nothing mixed', async () => {
    const layers = await start();
    const url = `/projects/${layers.seeds.projectId}/content/upload`;
    const media = (...names: string[]) =>
      names.map((name) => ({ url: `${layers.sandbox.url}/samples/${name}` }));
    const send = async (names: string[]) =>
      (await layers.call('POST', url, { body: { media: media(...names), caption: '' } })).status;
    expect(await send(['a.mp4'])).toBe(201);
    expect(await send(['a.jpg', 'a.jpg'])).toBe(201);
    expect(await send(['a.jpg', 'a.mp4'])).toBe(422);
    expect(await send([])).toBe(422);
  });

  it('uploads directly: session, PUT, finalize', async () => {
    const layers = await start();
    const files = [{ filename: 'b.png', contentType: 'image/png', sizeBytes: 3 }];
    const session = await layers.call('POST', `/projects/${layers.seeds.projectId}/content/uploads`, {
      body: { files, grouping: 'per-file' },
    });
    expect(session.status).toBe(201);
    const { containerId, uploads } = session.body.containers[0];
    const finalize = (caption: string) =>
      layers.call('POST', `/content/${containerId}/finalize-upload`, { body: { caption } });
    const early = await finalize('early');
    expect([early.status, early.body.error.code]).toEqual([409, 'UPLOAD_INCOMPLETE']);
    const put = (type: string) =>
      fetch(String(uploads[0].uploadUrl), { method: 'PUT', body: 'png', headers: { 'content-type': type } });
    expect((await put('image/jpeg')).status).toBe(403);
    expect((await put('image/png')).status).toBe(200);
    expect((await finalize('first')).body).toMatchObject({ status: 'completed', caption: 'first' });
    expect((await finalize('second')).body.caption).toBe('first');
    expect((await layers.publish(String(containerId))).status).toBe(200);
  });

  it('serves the samples to GET and HEAD', async () => {
    const { sandbox } = await start();
    for (const [name, type] of [
      ['a.jpg', 'image/jpeg'],
      ['a.mp4', 'video/mp4'],
    ]) {
      const head = await fetch(`${sandbox.url}/samples/${name}`, { method: 'HEAD' });
      const body = await (await fetch(`${sandbox.url}/samples/${name}`)).arrayBuffer();
      expect(head.headers.get('content-type')).toBe(type);
      expect(Number(head.headers.get('content-length'))).toBe(body.byteLength);
    }
  });
});

it('names a taken port', async () => {
  const blocker = createServer();
  await new Promise<void>((resolve) => blocker.listen(0, '127.0.0.1', resolve));
  const { port } = blocker.address() as { port: number };
  await expect(startSandbox({ port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  await new Promise((resolve) => blocker.close(resolve));
});
