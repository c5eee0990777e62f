import { ProblemError } from '../http/problem';
import { validate } from '../http/validate';
import { CreatePostGroupDto, MAX_MEDIA, MAX_TARGETS } from '../post-groups/create-post-group.dto';
import type { Finding } from '../post-groups/create-rules';
import type { RowCells } from './csv-file';
import { readTime } from './local-time';

/** What a table can say of a post group; `accounts` alone must be there. */
export const COLUMNS = [
  'text',
  'accounts',
  'scheduled_at',
  'media',
  'first_comment',
  'client_reference',
  'draft',
] as const;
export type Column = (typeof COLUMNS)[number];

/** What is wrong with a row, or could be better. */
export interface ImportIssue {
  /** `null`: it is the whole row's. */
  column: Column | null;
  /** Where in the create that the row stands for; empty where the cell itself cannot be read. */
  path: string;
  rule: string;
  severity: 'error' | 'warning';
  message: string;
  fix: string;
}

/** An account of the workspace that a row may name by its handle. */
export interface NamedAccount {
  id: string;
  platform: string;
  handle: string;
  connected: boolean;
}

/** `dto`: what can be read of the row; `null` where nothing is left to check. */
export interface ReadRow {
  dto: CreatePostGroupDto | null;
  issues: ImportIssue[];
}

/** How a cell names an account by its handle: `x:@acme`. Ids have no colon. */
const HANDLE = /^([a-z0-9_-]+):@?(.+)$/i;

/** Handles may hold spaces: one parts two names only where the next begins as a name does. */
const BETWEEN_ACCOUNTS = /[,;|\r\n]+|\s+(?=acct_|[a-z0-9_-]+:)/i;

/** The accounts that a cell names: ids, or platform and handle. One more than a group takes is refused there. */
export const accountsIn = (cell: string): string[] =>
  cell
    .split(BETWEEN_ACCOUNTS)
    .map((name) => name.trim())
    .filter(Boolean)
    .slice(0, MAX_TARGETS + 1);

/** Platform and handle in the form in which they are compared; `null` for an id. */
export function handleIn(name: string): { platform: string; handle: string } | null {
  const [, platform, handle] = HANDLE.exec(name) ?? [];
  if (!platform || !handle) return null;
  const known = platform.toLowerCase();
  return { platform: known === 'twitter' ? 'x' : known, handle: handle.toLowerCase() };
}

/** The create that a row stands for, as far as it can be read. */
export function readImportRow(
  cells: RowCells,
  timeZone: string | null,
  accounts: readonly NamedAccount[],
): ReadRow {
  const issues: ImportIssue[] = [];
  const named = accountsIn(cells.accounts).map((name) => accountOf(name, accounts));
  const targets = named.flatMap((one) => ('id' in one ? [{ accountId: one.id }] : []));
  issues.push(...named.flatMap((one) => ('rule' in one ? [ours('accounts', 'targets', one)] : [])));
  if (named.length === 0) issues.push(ours('accounts', 'targets', NO_ACCOUNT));
  const time = cells.scheduled_at === '' ? null : readTime(cells.scheduled_at, timeZone);
  if (time && 'rule' in time) issues.push(ours('scheduled_at', 'scheduledAt', time));
  const draft = DRAFT[cells.draft.toLowerCase()];
  if (draft === undefined) issues.push(ours('draft', 'draft', NO_DRAFT));
  if (targets.length === 0) return { dto: null, issues };
  const body = {
    content: {
      text: cells.text === '' ? null : cells.text,
      media: cells.media
        .split(/\s+/)
        .filter(Boolean)
        .slice(0, MAX_MEDIA + 1)
        .map(mediaItem),
      firstComment: cells.first_comment.trim() === '' ? null : cells.first_comment,
    },
    targets,
    scheduledAt: time && 'at' in time ? time.at : null,
    draft: draft ?? false,
    clientReference: cells.client_reference === '' ? null : cells.client_reference,
  };
  const { dto, issues: misshapen } = shaped(body);
  return { dto, issues: [...issues, ...misshapen] };
}

/** What the rules of a create say, column by column. */
export function importIssue({ path, rule, severity, message, fix }: Finding): ImportIssue {
  return { column: columnOf(path), path, rule, severity, message, fix };
}

function shaped(body: object): ReadRow {
  try {
    return { dto: validate(CreatePostGroupDto, body), issues: [] };
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    const issues = (error.issues ?? []).map(({ path, rule, message }) => ({
      column: columnOf(path),
      path,
      rule,
      severity: 'error' as const,
      message,
      fix: 'Change the cell.',
    }));
    return { dto: null, issues };
  }
}

function columnOf(path: string): Column | null {
  const member = /(?:^|\.)content\.(\w+)/.exec(path)?.[1] ?? /^(\w+)/.exec(path)?.[1] ?? '';
  return COLUMN_OF[member] ?? null;
}

const COLUMN_OF: Readonly<Record<string, Column>> = {
  text: 'text',
  media: 'media',
  firstComment: 'first_comment',
  targets: 'accounts',
  scheduledAt: 'scheduled_at',
  clientReference: 'client_reference',
  draft: 'draft',
};

const mediaItem = (name: string) => (/^med_[0-9a-z]+$/.test(name) ? { mediaId: name } : { url: name });

const DRAFT: Readonly<Record<string, boolean>> = {
  '': false,
  false: false,
  no: false,
  '0': false,
  true: true,
  yes: true,
  '1': true,
};

interface Said {
  rule: string;
  message: string;
  fix: string;
}

const NO_DRAFT: Said = {
  rule: 'boolean',
  message: 'draft is true or false.',
  fix: 'Write true for what shall be saved only.',
};
const NO_ACCOUNT: Said = {
  rule: 'required',
  message: 'The row names no account.',
  fix: 'Name accounts by id, or by platform and handle (x:@acme), with a comma between them.',
};

function accountOf(name: string, accounts: readonly NamedAccount[]): { id: string } | Said {
  const wanted = handleIn(name);
  if (wanted === null) return { id: name };
  const all = accounts.filter(
    ({ platform, handle }) => platform === wanted.platform && handle === wanted.handle,
  );
  const connected = all.filter((account) => account.connected);
  const [account, another] = connected.length > 0 ? connected : all;
  if (account === undefined) {
    const message = `There is no account ${name.slice(0, 80)}.`;
    return {
      rule: 'account.exists',
      message,
      fix: 'Take platform and handle, or the id, from GET /v1/accounts.',
    };
  }
  if (another === undefined) return { id: account.id };
  const ids = all.map(({ id }) => id).join(', ');
  return {
    rule: 'account.ambiguous',
    message: `${name.slice(0, 80)} is several accounts: ${ids}.`,
    fix: 'Name it by its id.',
  };
}

function ours(column: Column, path: string, { rule, message, fix }: Said): ImportIssue {
  return { column, path, rule, severity: 'error', message, fix };
}
