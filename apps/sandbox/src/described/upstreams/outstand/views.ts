import type { Call, Problem } from '../../description';
import type { Failure, Group, Row } from '../../model';

/** There is no status: readers conclude it. */
export function postView(call: Call, group: Group): Record<string, unknown> {
  const { id, rows, createdAt, scheduledAt, doneAt, extra } = group;
  const isLive = rows.some(({ phase }) => phase === 'published');
  return {
    id,
    orgId: extra.orgId,
    publishedAt: isLive ? doneAt : null,
    scheduledAt,
    createdAt,
    isDraft: false,
    socialAccounts: rows.map((row) => rowView(row, call.variant('rowError'))),
    containers: extra.containers,
  };
}

const ERRORS: Readonly<Record<Failure, string>> = {
  'fail-auth': 'The access token has expired',
  'fail-content': 'The network refused the content',
  'fail-rate': 'The network limits the rate of posts',
  'fail-server': 'The network had an internal error',
  'fail-network': 'The network could not be reached',
  'fail-odd': 'E4471: checkpoint required',
};

/** The id is the account's; no address is told. */
export function rowView(row: Row, errorWord: string): Record<string, unknown> {
  const { accountId: id, platform: network, handle, phase, failure, liveId, finalAt } = row;
  return {
    ...{ id, nickname: handle, network, username: handle },
    status: wordOf(phase, errorWord),
    error: failure === null ? null : ERRORS[failure],
    platformPostId: phase === 'published' ? liveId : null,
    publishedAt: phase === 'published' ? finalAt : null,
  };
}

function wordOf(phase: Row['phase'], errorWord: string): string {
  switch (phase) {
    case 'waiting':
    case 'canceled':
    case 'unpublished':
      return 'pending';
    case 'publishing':
    case 'retrying':
      return 'publishing';
    case 'published':
      return 'published';
    case 'failed':
      return errorWord;
  }
}

/** As zod formats its issues: members within members, each with `_errors`. */
export function invalidPayload(problems: readonly Problem[]): Record<string, unknown> {
  const details: Details = { _errors: [] };
  for (const { path, message } of problems) {
    let place = details;
    for (const member of path === '' ? [] : path.split('.')) {
      const inner = (place[member] as Details | undefined) ?? { _errors: [] };
      place[member] = inner;
      place = inner;
    }
    place._errors.push(message);
  }
  return { success: false, error: 'Invalid payload', details };
}

interface Details {
  [member: string]: Details | string[];
  _errors: string[];
}
