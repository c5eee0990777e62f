/** A floor that wrote or answered less than the gateway would be none: looked at before anything is measured. */
import type { Pool } from 'pg';
import type { Server } from './floor';
import type { Ground, Scene } from './scenes';

const TABLES = [
  'idempotency_records',
  'post_groups',
  'submissions',
  'posts',
  'events',
  'audit_log',
  'graphile_worker._private_jobs',
];
/** Ids and handles differ in length, and so may replies a little. */
const SIZE_TOLERANCE = 0.02;

interface Trace {
  rows: string;
  members: string;
  bytes: number;
}

/** @throws where the two do not leave the same rows behind, or do not answer alike */
export async function checkSameness(
  db: Pool,
  servers: readonly [Server, Server],
  scenes: readonly Scene[],
  ground: Ground,
): Promise<void> {
  for (const scene of scenes) {
    const [one, other] = [
      await trace(db, servers[0], scene, ground),
      await trace(db, servers[1], scene, ground),
    ];
    const difference = (key: 'rows' | 'members') =>
      one[key] === other[key] ? [] : [`${one[key]} and ${other[key]}`];
    const differences = [...difference('rows'), ...difference('members')];
    if (Math.abs(one.bytes - other.bytes) > SIZE_TOLERANCE * one.bytes)
      differences.push(`${one.bytes} and ${other.bytes} bytes`);
    if (differences.length > 0) throw new Error(`${scene.name} is not the same: ${differences.join('; ')}`);
  }
}

async function trace(db: Pool, { url }: Server, scene: Scene, ground: Ground): Promise<Trace> {
  const before = await countRows(db);
  const text = await ask(url, scene, ground);
  const after = await countRows(db);
  return {
    rows: TABLES.map((table, index) => `${table} +${(after[index] ?? 0) - (before[index] ?? 0)}`).join(', '),
    members: membersOf(JSON.parse(text)).join(' '),
    bytes: Buffer.byteLength(text),
  };
}

async function countRows(db: Pool): Promise<number[]> {
  const counts = TABLES.map((table) => `(select count(*) from ${table})::int`).join(', ');
  const { rows } = await db.query<{ counts: number[] }>(`select array[${counts}] as counts`);
  return rows[0]?.counts ?? [];
}

/** Every path of a body, list items as one. */
function membersOf(value: unknown, path = ''): string[] {
  if (Array.isArray(value)) return [...new Set(value.flatMap((item) => membersOf(item, `${path}[]`)))];
  if (typeof value !== 'object' || value === null) return [path];
  return Object.entries(value).flatMap(([name, member]) => membersOf(member, `${path}.${name}`));
}

/** One request of the scene; the text of its reply. */
export async function ask(url: string, scene: Scene, ground: Ground): Promise<string> {
  const { path, method, headers, body } = scene.request(ground);
  const reply = await fetch(`${url}${path}`, { method, headers, ...(body === undefined ? {} : { body }) });
  const text = await reply.text();
  if (reply.status !== scene.status) throw new Error(`${scene.name}: ${reply.status} ${text}`);
  return text;
}
