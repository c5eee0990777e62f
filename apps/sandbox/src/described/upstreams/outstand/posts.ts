import { z } from 'zod';
import type { Call, Reply } from '../../description';
import type { Timing } from '../../desk';
import type { Account, Group } from '../../model';
import { refuse, type Refusal } from '../../refusal';
import { postView } from './views';

const LONGEST_AHEAD_MS = 30 * 86_400_000;

const time = z.iso.datetime({ offset: true });
const container = z.strictObject({
  content: z.string().min(1),
  mediaIds: z.array(z.string().min(1)).optional(),
});
const createBody = z.strictObject({
  accounts: z.array(z.string().min(1)).min(1),
  content: z.string().min(1).optional(),
  containers: z.array(container).min(1).optional(),
  scheduledAt: time.optional(),
});
const whole = z.string().regex(/^\d+$/).transform(Number);
const page = {
  limit: whole.pipe(z.number().min(1).max(100)).default(50),
  offset: whole.default(0),
};
const listQuery = z.strictObject({
  ...page,
  social_account_id: z.string().optional(),
  created_after: time.optional(),
  created_before: time.optional(),
  scheduled_after: time.optional(),
  scheduled_before: time.optional(),
});

export function listAccounts(call: Call): Reply {
  const { limit, offset } = call.query(z.strictObject(page));
  const data = call.accounts.map(({ id, platform, handle }) => ({
    ...{ id, nickname: handle, network: platform, username: handle, isActive: true },
  }));
  const pagination = { limit, offset, total: data.length };
  return { body: { success: true, data: data.slice(offset, offset + limit), pagination } };
}

export function create(call: Call): Reply {
  const { accounts: words, content, containers, scheduledAt } = call.body(createBody);
  if ((content === undefined) === (containers === undefined)) {
    throw invalid('content', 'Either content or containers is required');
  }
  const accounts = [...new Set(words.flatMap((word) => fitting(call, word)))];
  const parts = containers ?? [{ content: content ?? '', mediaIds: [] }];
  const texts = parts.map((part) => part.content);
  const mediaUrls = parts.flatMap(({ mediaIds = [] }) => mediaIds);
  const group = call.desk.create({
    text: texts.join('\n'),
    rows: accounts.map((account) => ({ account, texts, mediaUrls })),
    timing: timingOf(call, scheduledAt),
    extra: { orgId: call.customer.extra.orgId, containers: parts },
  });
  const { id, orgId, publishedAt, scheduledAt: at, isDraft } = postView(call, group);
  return { status: 201, body: { success: true, post: { id, orgId, publishedAt, scheduledAt: at, isDraft } } };
}

/** Every account that the word means: by id, else by network or username. */
function fitting({ accounts }: Call, word: string): Account[] {
  const byId = accounts.filter(({ id }) => id === word);
  if (byId.length > 0) return byId;
  const name = word.replace(/^@/, '').toLowerCase();
  const named = accounts.filter(({ platform, handle }) => platform === name || handle.toLowerCase() === name);
  if (named.length === 0) throw invalid('accounts', `No account found for ${word}`);
  return named;
}

function timingOf({ nowMs }: Call, scheduledAt: string | undefined): Timing {
  if (scheduledAt === undefined) return { kind: 'now' };
  const atMs = Date.parse(scheduledAt);
  if (atMs > nowMs + LONGEST_AHEAD_MS) throw invalid('scheduledAt', 'Must be within 30 days');
  return atMs <= nowMs ? { kind: 'now' } : { kind: 'at', at: new Date(atMs).toISOString() };
}

export function list(call: Call): Reply {
  const query = call.query(listQuery);
  const within = (value: string | null, after: string | undefined, before: string | undefined) => {
    if (after === undefined && before === undefined) return true;
    if (value === null) return false;
    const atMs = Date.parse(value);
    return (
      (after === undefined || atMs >= Date.parse(after)) &&
      (before === undefined || atMs <= Date.parse(before))
    );
  };
  const all = call.desk
    .list()
    .filter(
      ({ rows, createdAt, scheduledAt }) =>
        (query.social_account_id === undefined ||
          rows.some(({ accountId }) => accountId === query.social_account_id)) &&
        within(createdAt, query.created_after, query.created_before) &&
        within(scheduledAt, query.scheduled_after, query.scheduled_before),
    );
  const { limit, offset } = query;
  const posts = all.slice(offset, offset + limit).map((group) => postView(call, group));
  return { body: { success: true, posts, data: posts, pagination: { limit, offset, total: all.length } } };
}

export function remove(call: Call): Reply {
  const group = found(call);
  if (group.phase !== 'scheduled') {
    throw refuse(400, { success: false, error: 'Only scheduled posts can be deleted' });
  }
  call.desk.remove(group);
  return { body: { success: true } };
}

export function found(call: Call): Group {
  const group = call.desk.get(call.params.id ?? '');
  if (group === undefined) throw refuse(404, { success: false, error: 'Post not found' });
  return group;
}

function invalid(field: string, message: string): Refusal {
  return refuse(400, {
    success: false,
    error: 'Invalid payload',
    details: { [field]: { _errors: [message] } },
  });
}

/** The containers' texts together, so that a word in a reply counts too. */
export function textOf(body: unknown): string | null {
  const item = z.looseObject({ content: z.string() });
  const read = z.looseObject({ content: z.string().optional(), containers: z.array(item).optional() });
  const { data } = read.safeParse(body);
  if (data === undefined) return null;
  return data.content ?? data.containers?.map(({ content }) => content).join('\n') ?? null;
}
