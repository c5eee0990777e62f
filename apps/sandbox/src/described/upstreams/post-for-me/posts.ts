import type { Call, Reply } from '../../description';
import type { NewRow, Timing } from '../../desk';
import type { Account, Group } from '../../model';
import { refuse } from '../../refusal';
import { accountsQuery, isAmong, postBody, postsQuery, resultsQuery, type PostBody } from './requests';
import { accountView, errorBody, postView, resultView, statusOf } from './views';

/** How long a result takes to be listed after its post went out. */
const RESULT_LAG_MS = 300;

export function create(call: Call): Reply {
  const body = call.body(postBody);
  const rows = rowsOf(call, body);
  const group = call.desk.create({
    text: body.caption,
    rows,
    timing: timingOf(call, body),
    extra: extraOf(body),
  });
  return { status: Number(call.variant('createdStatus')), body: postView(group, call.accounts) };
}

function timingOf(call: Call, { isDraft, scheduled_at: at }: PostBody): Timing {
  if (isDraft === true) return { kind: 'draft' };
  if (at == null || Date.parse(at) <= call.nowMs) return { kind: 'now' };
  return { kind: 'at', at: new Date(at).toISOString() };
}

/** An account's own caption beats its platform's, which beats the post's. */
function rowsOf(call: Call, body: PostBody): NewRow[] {
  return body.social_accounts.map((wanted) => {
    const account = call.accounts.find(({ id }) => id === wanted);
    if (account === undefined) throw refuse(400, errorBody(400, `Social account ${wanted} was not found`));
    const own = body.account_configurations?.find(
      ({ social_account_id: id }) => id === wanted,
    )?.configuration;
    const ofPlatform = platformConfiguration(body, account);
    const media = own?.media ?? ofPlatform?.media ?? body.media ?? [];
    return {
      account,
      texts: [own?.caption ?? ofPlatform?.caption ?? body.caption],
      mediaUrls: media.map(({ url }) => url),
    };
  });
}

function platformConfiguration({ platform_configurations: all }: PostBody, { platform }: Account) {
  return Object.entries(all ?? {}).find(([word]) => word === platform)?.[1];
}

function extraOf(body: PostBody): Record<string, unknown> {
  return {
    external_id: body.external_id ?? null,
    media: body.media ?? [],
    platform_configurations: body.platform_configurations ?? null,
    account_configurations: body.account_configurations ?? null,
  };
}

export function list(call: Call): Reply {
  const query = call.query(postsQuery);
  const groups = call.desk
    .list()
    .filter(
      (group) =>
        isAmong(query.external_id, group.extra.external_id) &&
        isAmong(query.status, statusOf(group)) &&
        group.rows.some(
          (row) => isAmong(query.platform, row.platform) && isAmong(query.social_account_id, row.accountId),
        ),
    );
  return paged(call, '/social-posts', query, groups, (group) => postView(group, call.accounts));
}

/** Rows that are final, and have been for a moment; a row that is not there says nothing. */
export function results(call: Call): Reply {
  const query = call.query(resultsQuery);
  const rows = call.desk
    .list()
    .filter(({ id }) => isAmong(query.post_id, id))
    .flatMap((group) => group.rows.map((row) => ({ group, row })))
    .filter(
      ({ row }) =>
        row.finalAt !== null &&
        Date.parse(row.finalAt) + RESULT_LAG_MS <= call.nowMs &&
        isAmong(query.platform, row.platform) &&
        isAmong(query.social_account_id, row.accountId),
    );
  return paged(call, '/social-post-results', query, rows, ({ group, row }) => resultView(group, row));
}

export function accounts(call: Call): Reply {
  const query = call.query(accountsQuery);
  const found = call.accounts.filter(
    ({ id, platform }) => isAmong(query.id, id) && isAmong(query.platform, platform),
  );
  return paged(call, '/social-accounts', query, found, (account) =>
    accountView(account, call.customer.extra.userId ?? ''),
  );
}

/** `next` is a whole address with the same filters, null on the last page. */
function paged<T>(
  call: Call,
  path: string,
  { limit, offset }: { limit: number; offset: number },
  rows: readonly T[],
  view: (row: T) => unknown,
): Reply {
  const after = offset + limit;
  const query = new URLSearchParams(
    Object.entries(call.rawQuery).flatMap(([name, value]) =>
      [value].flat().map((one): [string, string] => [name, one]),
    ),
  );
  query.set('limit', String(limit));
  query.set('offset', String(after));
  const next = after < rows.length ? call.url(`${path}?${query.toString()}`) : null;
  return {
    body: { data: rows.slice(offset, after).map(view), meta: { total: rows.length, offset, limit, next } },
  };
}

/** A full replacement: what is left out is gone, and a time that is left out means now. */
export function replace(call: Call): Reply {
  const body = call.body(postBody);
  const group = found(call);
  requireUnsent(group);
  const rows = rowsOf(call, body);
  call.desk.rewrite(group, body.caption, rows);
  Object.assign(group.extra, extraOf(body));
  call.desk.time(group, timingOf(call, body));
  call.desk.updated(group);
  return { body: postView(group, call.accounts) };
}

export function remove(call: Call): Reply {
  const group = found(call);
  if (call.variant('deleteProcessed') === 'refused') requireUnsent(group);
  call.desk.remove(group);
  return { body: { success: true } };
}

export function found(call: Call): Group {
  const group = call.desk.get(call.params.id ?? '');
  if (group === undefined) throw refuse(404, errorBody(404, 'Post not found'));
  return group;
}

function requireUnsent(group: Group): void {
  const status = statusOf(group);
  if (status === 'draft' || status === 'scheduled') return;
  throw refuse(400, errorBody(400, `A post that is ${status} cannot be changed`));
}
