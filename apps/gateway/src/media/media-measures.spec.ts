import { animatedGif, uprightJpeg, videoOf } from '../../test/media-samples';
import { measure } from './media-measures';
import { sniffMedia } from './media-type';

it.each([
  ['mp4', 'video/mp4', () => videoOf('mp4', 5), { width: 320, height: 180, durationMs: 5000 }],
  ['mov', 'video/quicktime', () => videoOf('mov', 90), { width: 320, height: 180, durationMs: 90_000 }],
  ['webm', 'video/webm', () => videoOf('webm', 7), { width: 64, height: 48, durationMs: 7000 }],
  [
    'turned mov',
    'video/quicktime',
    () => videoOf('mov', 5, 90),
    { width: 180, height: 320, durationMs: 5000 },
  ],
  ['upright jpeg', 'image/jpeg', uprightJpeg, { width: 160, height: 320, durationMs: null }],
  ['animated gif', 'image/gif', animatedGif, { width: 3, height: 2, durationMs: null }],
])('tells what a %s shows', async (_kind, contentType, make, expected) => {
  const bytes = await make();
  expect(await sniffMedia(bytes)).toMatchObject({ ok: true, type: { contentType } });
  const read = (start: number, end: number) => Promise.resolve(bytes.subarray(start, end));
  expect(await measure(contentType, { sizeBytes: bytes.length, read })).toEqual(expected);
});
