import { z } from 'zod';
import type { Call, Reply } from '../../description';
import { refuse, type Refusal } from '../../refusal';
import type { Account } from '../../model';
import { checkPlan } from './plan';
import type { Stored } from './views';

const SPACING_MS = 10 * 60_000;
const KEPT_SETTINGS = ['tiktok', 'instagram', 'youtube', 'threads'];
const fields = {
  content: z.unknown().optional(),
  platforms: z.unknown().optional(),
  scheduledTime: z.unknown().optional(),
  platformSettings: z.unknown().optional(),
};

/** 200, never 201; nothing but the id is told. */
export function create(call: Call): Reply {
  const body = call.body(z.strictObject(fields));
  const { content } = body;
  if (!content || (typeof content === 'string' && content.trim() === ''))
    throw because(400, 'Content is required');
  const accounts = accountsOf(call, body.platforms);
  const wanted = body.scheduledTime ? timeOf(call, body.scheduledTime) : null;
  const platformSettings = settingsOf(body.platformSettings);
  if (typeof content !== 'string') throw because(500, 'Failed to create post group');
  checkPlan(
    call,
    accounts.map(({ platform }) => platform),
    wanted,
  );
  const at = wanted === null ? null : spaced(call, wanted);
  const extra: Stored = { platformSettings, ...(at === null ? {} : { scheduledTime: at }) };
  const group = call.desk.create({
    text: content,
    rows: accounts.map((account) => ({ account })),
    timing: at === null ? { kind: 'draft' } : { kind: 'at', at },
    extra: { ...extra },
  });
  return { body: { success: true, postGroupId: group.id } };
}

function accountsOf(call: Call, sent: unknown): Account[] {
  if (sent === undefined || sent === null) throw because(400, 'Platforms are required');
  const ids = typeof sent === 'string' ? parsed(sent, 'Invalid platforms JSON format') : sent;
  if (!Array.isArray(ids)) throw because(400, 'Platforms must be an array');
  if (ids.length === 0) throw because(400, 'At least one platform is required');
  // A colon is in every id of Bluesky, and in none that this takes.
  const shape = call.variant('blueskyIds') === 'accepted' ? /^[a-z]+-[\w:.-]+$/ : /^[a-z]+-[a-zA-Z0-9_-]+$/;
  const accounts = (ids as unknown[]).map((id) => {
    const text = typeof id === 'string' ? id : JSON.stringify(id);
    if (!shape.test(text)) throw because(400, `Invalid platform ID format: ${text}`);
    const account = call.accounts.find((candidate) => candidate.id === text);
    if (account === undefined) throw because(400, `Connection not found: ${text}`);
    return account;
  });
  if (new Set(accounts).size !== accounts.length) throw because(400, 'Platforms must be unique');
  return accounts;
}

/** ISO-8601 UTC; a past one is now. Throws for anything but a date with its time and zone. */
export function timeOf(call: Call, sent: unknown): string {
  const read = z.iso.datetime({ offset: true }).safeParse(sent);
  if (!read.success) throw because(400, 'Invalid scheduled time format');
  const atMs = Date.parse(read.data);
  if (atMs > call.nowMs) return new Date(atMs).toISOString();
  if (call.variant('pastTimes') === 'refuse') throw because(400, 'Scheduled time cannot be in the past');
  return call.now;
}

/** The time that the limits service makes of it: no two posts within ten minutes, where that is in force. */
export function spaced(call: Call, at: string, exceptId?: string): string {
  if (call.variant('spacing') === 'none' || Date.parse(at) <= call.nowMs) return at;
  const taken = call.desk
    .list()
    .filter(({ phase, id }) => phase === 'scheduled' && id !== exceptId)
    .map(({ scheduledAt }) => Date.parse(scheduledAt ?? ''))
    .toSorted((one, other) => one - other);
  let atMs = Date.parse(at);
  for (const otherMs of taken) if (Math.abs(otherMs - atMs) < SPACING_MS) atMs = otherMs + SPACING_MS;
  return new Date(atMs).toISOString();
}

/** What is for other platforms is dropped without a word. */
export function settingsOf(sent: unknown): unknown {
  if (sent === undefined) return {};
  const settings = typeof sent === 'string' ? parsed(sent, 'Invalid platformSettings JSON') : sent;
  if (typeof settings !== 'object' || settings === null || Array.isArray(settings)) {
    throw because(400, 'platformSettings must be an object');
  }
  return Object.fromEntries(Object.entries(settings).filter(([name]) => KEPT_SETTINGS.includes(name)));
}

function parsed(text: string, problem: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) throw because(400, problem);
    throw error;
  }
}

export function because(status: number, error: string): Refusal {
  return refuse(status, { error });
}
