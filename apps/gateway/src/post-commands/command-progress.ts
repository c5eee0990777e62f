/** How far a command on many posts is, under its request's idempotency key: a repetition does none of it twice. */
import type { JsonObject } from '@postern/core';
import type { EntityManager } from 'typeorm';
import { noteProgress, notedProgress } from '../http/request-context';
import type { Decision } from './decision';

export interface CommandProgress {
  /** All that the command is for: a filter would find others by now. */
  postIds: readonly string[];
  /** Those that are written. */
  decisions: Map<string, Decision>;
}

type Noted = Omit<Decision, 'effects'>;

export function newProgress(postIds: readonly string[]): CommandProgress {
  return { postIds, decisions: new Map() };
}

/** Of a process that died before it answered. */
export function earlierProgress(): CommandProgress | null {
  const noted = notedProgress() as { postIds: string[]; decisions: [string, Noted][] } | null;
  if (noted === null) return null;
  const decisions = new Map<string, Decision>();
  for (const [id, decision] of noted.decisions) decisions.set(id, { ...decision, effects: [] });
  return { postIds: noted.postIds, decisions };
}

/** Where nothing was written there is nothing to go on with: the command is then decided anew. */
export async function noteCommand(
  em: EntityManager,
  { postIds, decisions }: CommandProgress,
  more: ReadonlyMap<string, Decision>,
): Promise<void> {
  const all = [...decisions, ...more];
  if ([...more.values()].every(({ effects }) => effects.length === 0)) return;
  const noted = all.map(([id, { effects: _, ...decision }]) => [id, decision]);
  await noteProgress(em, { postIds, decisions: noted } as unknown as JsonObject);
}
