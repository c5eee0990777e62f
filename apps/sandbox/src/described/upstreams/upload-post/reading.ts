import { z } from 'zod';
import type { Call, Reply } from '../../description';
import type { Group } from '../../model';
import { refuse } from '../../refusal';
import { comingTime, PLATFORMS, scopedId } from './create';
import { scheduledDate, timeZone } from './times';
import { extraOf, historyRow, isThrough, naive, resultsView, statusWord } from './views';

const statusQuery = z.strictObject({ request_id: z.string().optional(), job_id: z.string().optional() });
const historyQuery = z.strictObject({
  page: z
    .string()
    .regex(/^[1-9]\d*$/)
    .transform(Number)
    .default(1),
  limit: z.enum(['10', '20', '50', '100']).transform(Number).default(10),
});
const jobPatch = z.strictObject({
  scheduled_date: scheduledDate.optional(),
  timezone: timeZone.default('UTC'),
  title: z.string().min(1).optional(),
});

export function status(call: Call): Reply {
  const { request_id: requestId, job_id: jobId } = call.query(statusQuery);
  if ((requestId === undefined) === (jobId === undefined)) {
    throw refuse(400, { error: 'Either request_id or job_id is required' });
  }
  const group = jobId === undefined ? byRequestId(call, requestId ?? '') : byJobId(call, jobId);
  if (group === undefined || group.phase === 'canceled') {
    const id = jobId === undefined ? { request_id: requestId } : { job_id: jobId };
    throw refuse(404, { success: false, error: 'Upload not found', status: 'not_found', ...id });
  }
  const { isJob, requestId: known } = extraOf(group);
  const through = group.rows.filter(isThrough).length;
  const hasBegun = group.phase === 'publishing' || group.phase === 'done';
  return {
    body: {
      request_id: known,
      ...(isJob ? { job_id: group.id } : {}),
      status: statusWord(group, call.variant('completed'), call.nowMs),
      completed: through,
      total: hasBegun ? group.rows.length : null,
      results: resultsView(group, call.variant('results')),
      last_update: naive(group.updatedAt),
    },
  };
}

function byRequestId(call: Call, requestId: string): Group | undefined {
  const group = call.desk.byOtherId(scopedId(call, requestId));
  return group !== undefined && extraOf(group).requestId === requestId ? group : undefined;
}

function byJobId(call: Call, jobId: string): Group | undefined {
  const group = call.desk.get(jobId);
  return group !== undefined && extraOf(group).isJob ? group : undefined;
}

/** One row per platform, the latest first. */
export function history(call: Call): Reply {
  const { page, limit } = call.query(historyQuery);
  const rows = call.desk
    .list()
    .flatMap((group) => group.rows.filter(isThrough).map((row) => ({ group, row })))
    .toSorted((one, other) => (other.row.finalAt ?? '').localeCompare(one.row.finalAt ?? ''));
  const shown = rows.slice((page - 1) * limit, page * limit);
  return {
    body: {
      history: shown.map(({ group, row }) => historyRow(group, row)),
      total: rows.length,
      page,
      limit,
    },
  };
}

/** A bare list of what waits for its time. */
export function jobs(call: Call): Reply {
  call.query(z.strictObject({}));
  return {
    body: call.desk
      .list()
      .filter(({ phase }) => phase === 'scheduled')
      .map(jobView),
  };
}

function jobView(group: Group): Record<string, unknown> {
  const { user, kind } = extraOf(group);
  return {
    job_id: group.id,
    scheduled_date: group.scheduledAt,
    post_type: kind,
    profile_username: user,
    title: group.text,
    preview_url: null,
  };
}

export function removeJob(call: Call): Reply {
  call.desk.remove(waiting(call));
  return { body: { success: true, message: 'Job deleted' } };
}

export function moveJob(call: Call): Reply {
  const group = waiting(call);
  const { scheduled_date: date, timezone, title } = call.body(jobPatch);
  const at = date === undefined ? group.scheduledAt : comingTime(call, date, timezone);
  if (title !== undefined) {
    for (const row of group.rows) row.texts = row.texts.map((text) => (text === group.text ? title : text));
    group.text = title;
  }
  if (date === undefined) call.desk.updated(group);
  else call.desk.time(group, at === null ? { kind: 'now' } : { kind: 'at', at });
  return { body: { success: true, job_id: group.id, scheduled_date: group.scheduledAt } };
}

/** A job that was sent is no job any more. */
function waiting(call: Call): Group {
  const group = byJobId(call, call.params.id ?? '');
  if (group?.phase !== 'scheduled') throw refuse(404, { success: false, error: 'Job not found' });
  return group;
}

export function profiles({ accounts }: Call): Reply {
  const names = [...new Set(accounts.map(({ id }) => profileOf(id)))];
  return {
    body: {
      success: true,
      profiles: names.map((username) => ({
        username,
        social_accounts: Object.fromEntries(
          PLATFORMS.map((platform) => {
            const account = accounts.find(({ id }) => id === `${username}/${platform}`);
            return [platform, account ? { display_name: account.handle, username: account.handle } : null];
          }),
        ),
      })),
    },
  };
}

function profileOf(accountId: string): string {
  return accountId.split('/')[0] ?? '';
}

export function register(call: Call): Reply {
  const { webhook_url: url } = call.body(z.strictObject({ webhook_url: z.url() }));
  call.desk.registerWebhook(url, '');
  return { body: { success: true } };
}
