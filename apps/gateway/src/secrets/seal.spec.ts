import type { EncryptionKey } from '../config/encryption-keys';
import { seal, type Sealed, SealError, unseal } from './seal';

const key = (id: string, fill: number): EncryptionKey => ({ id, secret: Buffer.alloc(32, fill) });
const OLD = key('k1', 1);
const NEW = key('k2', 2);

function refusal(keys: EncryptionKey[], sealed: Sealed, binding: string): SealError {
  try {
    unseal(keys, sealed, binding);
  } catch (error) {
    if (error instanceof SealError) return error;
    throw error;
  }
  throw new Error('It opened.');
}

it('opens what the first key sealed, also once another is first', () => {
  const sealed = seal([OLD], 'the secret', 'conn_1');
  expect(sealed.keyId).toBe('k1');
  expect(sealed.bytes.toString('latin1')).not.toContain('secret');
  expect(unseal([NEW, OLD], sealed, 'conn_1')).toBe('the secret');
  expect(seal([NEW, OLD], 'the secret', 'conn_1').keyId).toBe('k2');
});

it('never seals the same text to the same bytes', () => {
  expect(seal([OLD], 'a', 'x').bytes).not.toEqual(seal([OLD], 'a', 'x').bytes);
});

it('does not open in another place, changed, cut off, or without its key', () => {
  const sealed = seal([OLD], 'the secret', 'conn_1');
  const changed = Buffer.from(sealed.bytes);
  changed[14] = (changed[14] ?? 0) ^ 1;
  expect(refusal([OLD], sealed, 'conn_2').reason).toBe('broken');
  expect(refusal([OLD], { ...sealed, bytes: changed }, 'conn_1').reason).toBe('broken');
  expect(refusal([OLD], { ...sealed, bytes: sealed.bytes.subarray(0, 9) }, 'conn_1').reason).toBe('broken');
  expect(refusal([{ ...NEW, id: 'k1' }], sealed, 'conn_1').reason).toBe('broken');
  expect(refusal([NEW], sealed, 'conn_1')).toMatchObject({ reason: 'key_missing', keyId: 'k1' });
});
