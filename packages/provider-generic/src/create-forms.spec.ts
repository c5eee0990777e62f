/** The forms of a create, by Upload-Post's: another address for each kind of media, fields and files in one body. */
import { MediaUnavailableError, type MediaItem, type OpenMedia, type Submission } from '@postern/core';
import { testContext } from '@postern/provider-kit/testing';
import { submission, target } from '../test/posts';
import { startStubServer, type StubReply, type StubRequest, type StubServer } from '../test/stub-server';
import { presetProvider } from './index';

const provider = presetProvider('upload-post');
/** As the request asks for it. */
const KEY = submission().idempotencyKey;
let stub: StubServer;
beforeEach(async () => {
  stub = await startStubServer();
  stub.answer(() => ({ json: { success: true, request_id: KEY } }));
});
afterEach(() => stub.close());

function post(media: MediaItem[] = [], more: Partial<Submission> = {}): Submission {
  const of = target({
    accountReference: 'acme/x',
    accountData: { user: 'acme' },
    content: { text: 'Two & two = 4', media, thread: [], firstComment: null },
  });
  return submission(of, more);
}

/** Each item's bytes are its own id. */
function open({ mediaId }: MediaItem): OpenMedia {
  const id = mediaId ?? '';
  if (id === 'gone') throw new MediaUnavailableError('It was deleted.', false);
  const contentType = id.startsWith('film') ? 'video/mp4' : 'image/png';
  return { stream: bytesOf(id), contentType, sizeBytes: id.length, fileName: `${id}.bin` };
}

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(Buffer.from(text));
}

async function submit(given: Submission) {
  const credentials = { apiKey: 'secret', baseUrl: stub.url };
  const context = testContext({ credentials, openMedia: open });
  const { posts } = await provider.submit(context.ctx, given);
  context.close();
  return { answer: posts[0], checkpoint: context.lastCheckpoint() };
}

async function formOf({ body, headers }: StubRequest): Promise<[name: string, value: string][]> {
  const type = headers['content-type'] ?? '';
  const form = await new Response(body, { headers: { 'content-type': type } }).formData();
  const fields: [string, string][] = [];
  for (const [name, value] of form.entries()) {
    fields.push([name, typeof value === 'string' ? value : `${value.type} ${await value.text()}`]);
  }
  return fields;
}

const FIELDS: [string, string][] = [
  ['user', 'acme'],
  ['platform[]', 'x'],
  ['title', 'Two & two = 4'],
  ['async_upload', 'true'],
];
const image = (mediaId: string): MediaItem => ({ mediaId });

it('sends a text as a form', async () => {
  expect((await submit(post())).answer).toMatchObject({ outcome: 'accepted', reference: { id: KEY } });
  const [request] = stub.requests;
  expect(request).toMatchObject({ method: 'POST', path: '/upload_text' });
  expect(request?.headers['content-type']).toMatch(/^application\/x-www-form-urlencoded/);
  expect(await formOf(request!)).toEqual(expect.arrayContaining(FIELDS));
});

it('sends pictures to another address, in their order, under one name', async () => {
  await submit(post([image('first'), image('second')]));
  const [request] = stub.requests;
  expect(request).toMatchObject({ method: 'POST', path: '/upload_photos' });
  expect(request?.headers['content-type']).toMatch(/^multipart\/form-data; boundary=/);
  const form = await formOf(request!);
  expect(form).toEqual(expect.arrayContaining(FIELDS));
  expect(form.filter(([name]) => name === 'photos[]').map(([, value]) => value)).toEqual([
    'image/png first',
    'image/png second',
  ]);
});

it('sends a film to a third one', async () => {
  await submit(post([image('film')]));
  expect(stub.requests[0]).toMatchObject({ path: '/upload' });
  expect(await formOf(stub.requests[0]!)).toContainEqual(['video', 'video/mp4 film']);
});

it('sends nothing where a file cannot be had', async () => {
  const { answer } = await submit(post([image('first'), image('gone')]));
  expect(answer).toMatchObject({ outcome: 'rejected', error: { code: 'CONTENT_INVALID' } });
  expect(stub.requests).toEqual([]);
});

it('repeats the same fields and files under the same key', async () => {
  const replies: StubReply[] = ['reset', { json: { success: true, request_id: KEY } }];
  stub.answer(() => replies.shift());
  const given = post([image('first'), image('second')]);
  const lost = await submit(given);
  expect(lost.answer?.outcome).toBe('unknown');
  const again = await submit({ ...given, checkpoint: lost.checkpoint });
  expect(again.answer).toMatchObject({ outcome: 'accepted', reference: { id: KEY } });
  const [first, second] = stub.requests;
  expect(stub.requests).toHaveLength(2);
  expect(await formOf(second!)).toEqual(await formOf(first!));
  expect(second!.headers['idempotency-key']).toBe(first!.headers['idempotency-key']);
});
