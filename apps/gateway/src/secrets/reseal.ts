/** Seals anew, under the first encryption key, what is sealed under others. */
import type { Client } from 'pg';
import type { EncryptionKey } from '../config/encryption-keys';
import { seal, SealError, unseal } from './seal';
import { SEALED_PLACES, type SealedPlace } from './sealed-places';

/** Rows of one transaction: locks are short, and what was done stays done wherever it is broken off. */
const BATCH = 200;

export interface Resealed {
  what: string;
  resealed: number;
  /** Rows that did not open, by the key that they name and why. */
  unopened: { keyId: string; reason: SealError['reason']; row: string }[];
}

interface Row {
  bytes: Buffer;
  key_id: string;
  place: Record<string, string>;
}

/**
 * May be broken off and begun again, and may run beside everything else: a row under the first key is passed by.
 *
 * @param told after each batch, with how many rows of the place were sealed anew so far
 */
export async function reseal(
  client: Client,
  keys: readonly EncryptionKey[],
  told: (what: string, resealed: number) => void,
): Promise<Resealed[]> {
  const results: Resealed[] = [];
  for (const place of SEALED_PLACES) {
    const result: Resealed = { what: place.what, resealed: 0, unopened: [] };
    for (let after: Row | null = null; ;) {
      const rows = await inTransaction(client, () => resealBatch(client, keys, place, after, result));
      if (rows.length > 0) told(place.what, result.resealed);
      if (rows.length < BATCH) break;
      after = rows.at(-1) ?? null;
    }
    results.push(result);
  }
  return results;
}

async function resealBatch(
  client: Client,
  keys: readonly EncryptionKey[],
  place: SealedPlace,
  after: Row | null,
  result: Resealed,
): Promise<Row[]> {
  const rows = await oldRows(client, keys, place, after);
  for (const row of rows) {
    try {
      const binding = place.binding(row.place);
      const text = unseal(keys, { bytes: row.bytes, keyId: row.key_id }, binding);
      const sealed = seal(keys, text, binding);
      const where = place.key.map((column, at) => `${column} = $${at + 3}`).join(' and ');
      await client.query(`update ${place.table} set ${place.set} where ${where}`, [
        sealed.bytes,
        sealed.keyId,
        ...keyOf(place, row),
      ]);
      result.resealed += 1;
    } catch (error) {
      if (!(error instanceof SealError)) throw error;
      result.unopened.push({
        keyId: error.keyId,
        reason: error.reason,
        row: keyOf(place, row).join(' '),
      });
    }
  }
  return rows;
}

async function oldRows(
  client: Client,
  keys: readonly EncryptionKey[],
  place: SealedPlace,
  after: Row | null,
): Promise<Row[]> {
  const key = place.key.join(', ');
  const columns = [...place.key, ...place.columns];
  const members = columns.map((column) => `'${column}', ${column}::text`).join(', ');
  const beyond =
    after === null ? '' : `and (${key}) > (${place.key.map((_, at) => `$${at + 2}`).join(', ')})`;
  const { rows } = await client.query<Row>(
    `select ${place.bytes} as bytes, ${place.keyId} as key_id, jsonb_build_object(${members}) as place
     from ${place.table} where ${place.keyId} not in ('', $1) ${beyond}
     order by ${key} limit ${BATCH} for update`,
    [keys[0]?.id, ...(after === null ? [] : keyOf(place, after))],
  );
  return rows;
}

function keyOf(place: SealedPlace, { place: columns }: Row): string[] {
  return place.key.map((column) => columns[column] ?? '');
}

async function inTransaction<T>(client: Client, work: () => Promise<T>): Promise<T> {
  await client.query('begin');
  try {
    const result = await work();
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
}
