/** Files whose measures are known, because they are made here. None of them need be fit to be shown. */
import {
  BufferTarget,
  EncodedPacket,
  EncodedVideoPacketSource,
  MovOutputFormat,
  Mp4OutputFormat,
  Output,
  WebMOutputFormat,
} from 'mediabunny';
import { JPEG } from './media-harness';

const FORMATS = {
  mp4: () => new Mp4OutputFormat(),
  mov: () => new MovOutputFormat(),
  webm: () => new WebMOutputFormat(),
};

/** One picture that stands for so many seconds. */
export async function videoOf(
  kind: keyof typeof FORMATS,
  seconds: number,
  rotation: 0 | 90 = 0,
): Promise<Buffer> {
  const target = new BufferTarget();
  const output = new Output({ format: FORMATS[kind](), target });
  const { codec, data, config } = kind === 'webm' ? VP8 : AVC;
  const source = new EncodedVideoPacketSource(codec);
  output.addVideoTrack(source, { rotation });
  await output.start();
  await source.add(new EncodedPacket(data, 'key', 0, seconds - 1), { decoderConfig: config });
  await source.add(new EncodedPacket(data, 'key', seconds - 1, 1));
  await output.finalize();
  if (target.buffer === null) throw new Error('A finished output has its bytes.');
  return Buffer.from(target.buffer);
}

const VP8 = {
  codec: 'vp8' as const,
  // A key frame's header: start code, 64 × 48.
  data: Buffer.from('100000' + '9d012a' + '4000' + '3000' + '00'.repeat(16), 'hex'),
  config: { codec: 'vp8', codedWidth: 64, codedHeight: 48 },
};

const AVC = {
  codec: 'avc' as const,
  // One unit of a key frame, with its length.
  data: Buffer.from('00000002' + '6588', 'hex'),
  config: {
    codec: 'avc1.42001e',
    codedWidth: 320,
    codedHeight: 180,
    // avcC: baseline 3.0, and the beginnings of a sequence and a picture parameter set.
    description: Buffer.from('0142001effe1' + '0004' + '6742001e' + '01' + '0001' + '68', 'hex'),
  },
};

/** The sample, 320 × 160, which a camera held upright says to turn by 90°. */
export function uprightJpeg(): Buffer {
  const frame = JPEG.indexOf(Buffer.from('ffc0', 'hex'));
  const flat = Buffer.from(JPEG);
  flat.writeUInt16BE(160, frame + 5);
  // One entry: orientation (0x0112), a SHORT, 6.
  const tiff = '4d4d002a00000008' + '0001' + '0112' + '0003' + '00000001' + '00060000' + '00000000';
  const exif = Buffer.concat([Buffer.from('Exif\0\0'), Buffer.from(tiff, 'hex')]);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(exif.length + 2);
  return Buffer.concat([flat.subarray(0, 2), Buffer.from('ffe1', 'hex'), length, exif, flat.subarray(2)]);
}

/** Two pictures, 3 × 2. */
export function animatedGif(): Buffer {
  const frame = '21f904000a000000' + '2c0000000003000200' + '00' + '02' + '03' + '848f05' + '00';
  const loop = '21ff0b' + Buffer.from('NETSCAPE2.0').toString('hex') + '0301000000';
  const screen = '03000200' + '800000' + '000000ffffff';
  return Buffer.from(Buffer.from('GIF89a').toString('hex') + screen + loop + frame + frame + '3b', 'hex');
}
