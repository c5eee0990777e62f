import {
  checkContent,
  type ContentIssue,
  type MediaItem,
  type PlatformDescriptor,
  type PostContent,
  type Provider,
  type ProviderDescriptor,
  type ReferenceData,
  type TargetOptions,
} from '@postern/core';
import type { AddressGuard } from '@postern/provider-kit';
import type { Issue } from '../http/problem';
import type { KnownMedia, MediaProblem } from '../media/media-facts';
import { NO_PUBLIC_ADDRESS } from '../media/media-links';
import { scheduledAtIssues } from '../posts/hand-over';
import type { ProviderFinder, ProviderSource } from '../providers/provider-source';
import type { CreatePostGroupDto } from './create-post-group.dto';
import { resolveContent } from './resolve-content';

/** An account with its connection, as targets name it. */
export interface TargetAccount extends ProviderSource {
  id: string;
  connectionId: string;
  platform: string;
  reference: string;
  data: ReferenceData;
  handle: string | null;
  status: 'connected' | 'reauth_required' | 'disconnected';
  scheduling: 'upstream' | 'gateway' | null;
  connectionStatus: 'active' | 'needs_attention' | 'disabled';
}

/** A create with everything that its rules look at. */
export interface CreateInput {
  workspaceId: string;
  dto: CreatePostGroupDto;
  accounts: readonly TargetAccount[];
  /** Of the accounts. */
  provider: ProviderFinder;
  guard: Pick<AddressGuard, 'check'>;
  /** What is known of the media beyond their addresses. */
  media: KnownMedia;
  now: Date;
}

/** A rule that a create breaks, or a warning. */
export interface Finding extends ContentIssue {
  /** Of the target that breaks it; `null` where it is the whole create's. */
  accountId: string | null;
}

/** Every rule that a create breaks beyond the shape of its body; empty = it may be written. Pure. */
export function createIssues(input: CreateInput): Issue[] {
  const issues = createFindings(input)
    .filter(({ severity }) => severity === 'error')
    .map(({ path, rule, message }) => ({ path, rule, message }));
  // What several targets inherit from the group is told once.
  const told = new Set<string>();
  return issues.filter(({ path, rule }) => {
    const key = `${path} ${rule}`;
    return !told.has(key) && told.add(key);
  });
}

/** All that can be said of a create, target by target, warnings included. Pure. */
export function createFindings(input: CreateInput): Finding[] {
  const seen = new Set<string>();
  const targets = input.dto.targets.flatMap(({ accountId }, index) => {
    const repeated = seen.has(accountId);
    seen.add(accountId);
    const own = repeated
      ? [repeatedAccount(accountId, index)]
      : [...accountFindings(input, index), ...contentFindings(input, index)];
    return own.map((finding) => ({ ...finding, accountId }));
  });
  return [...targets, ...groupMediaFindings(input), ...timeFindings(input)];
}

function repeatedAccount(accountId: string, index: number): ContentIssue {
  return ours(`targets[${index}].accountId`, 'targets.unique', {
    message: `The account ${accountId} is named twice.`,
    fix: 'Name each account once.',
  });
}

function accountFindings(input: CreateInput, index: number): ContentIssue[] {
  const accountId = input.dto.targets[index]?.accountId ?? '';
  const path = `targets[${index}].accountId`;
  const account = usableAccount(input, accountId);
  if (account === undefined) {
    return [
      ours(path, 'account.exists', {
        message: `There is no account ${accountId}.`,
        fix: 'Take an id from GET /v1/accounts.',
      }),
    ];
  }
  const found = input.provider(account);
  if (!found.ok) {
    return [
      ours(path, 'provider.usable', {
        message: `The account ${accountId} cannot be used: ${found.reason}`,
        fix: 'See the connection; its posts wait until it can be used again.',
      }),
    ];
  }
  if (account.status !== 'disconnected') return [];
  return [
    ours(path, 'account.connected', {
      message: `The account ${accountId} is disconnected.`,
      fix: 'Connect it again at the provider, then sync the connection.',
    }),
  ];
}

function usableAccount({ accounts }: CreateInput, id: string): TargetAccount | undefined {
  const account = accounts.find((candidate) => candidate.id === id);
  return account?.connectionStatus === 'disabled' ? undefined : account;
}

function timeFindings({ dto, now }: CreateInput): Finding[] {
  if (!dto.scheduledAt) return [];
  return scheduledAtIssues(dto.scheduledAt, now, 'leave scheduledAt out to publish at once').map((issue) => ({
    ...ours(issue.path, issue.rule, { message: issue.message, fix: 'Choose another time.' }),
    accountId: null,
  }));
}

/** What a target's account goes out through; `null` where there is no such account. */
export function routeOf(
  input: CreateInput,
  accountId: string,
): {
  account: TargetAccount;
  descriptor: ProviderDescriptor;
  platform: PlatformDescriptor | undefined;
} | null {
  const account = usableAccount(input, accountId);
  if (account === undefined) return null;
  const found = input.provider(account);
  if (!found.ok) return null;
  const { descriptor } = found.provider;
  const platform = descriptor.platforms.find((known) => known.platform === account.platform);
  return { account, descriptor, platform };
}

function contentFindings(input: CreateInput, index: number): ContentIssue[] {
  const { dto, media } = input;
  const target = dto.targets[index];
  const route = routeOf(input, target?.accountId ?? '');
  if (route === null) return [];
  const { account, descriptor, platform } = route;
  if (platform === undefined) {
    return [
      ours(`targets[${index}].accountId`, 'platform.supported', {
        message: `${descriptor.name} does not publish to ${account.platform}.`,
        fix: 'Choose an account of another provider.',
      }),
    ];
  }
  const content = resolveContent(dto.content, target?.content);
  const base = `targets[${index}]`;
  const options = (target?.options ?? {}) as TargetOptions;
  return [
    ...checkContent(content, options, platform, descriptor, base, media),
    ...mediaFindings(content, `${base}.content`, input, descriptor),
  ].map((issue) => inheritedPath(issue, dto, index));
}

function mediaFindings(
  content: PostContent,
  path: string,
  { guard, media }: CreateInput,
  provider: ProviderDescriptor,
): ContentIssue[] {
  return placedMedia(content, path).flatMap(({ item, path: at }) => {
    const problem = refusedAddress(item, guard) ?? media.problemOf(item);
    if (problem !== null) return [mediaFinding(item, at, problem)];
    const unreachable = item.mediaId && !provider.capabilities.mediaUpload && !media.publicAddresses;
    return unreachable
      ? [
          ours(`${at}.mediaId`, 'media.public_url', {
            message: NO_PUBLIC_ADDRESS,
            fix: 'Name the file by a public address of your own, or have an operator configure one.',
          }),
        ]
      : [];
  });
}

/** Stored media of the group's content must be there although every target brings its own. */
function groupMediaFindings({ dto, media }: CreateInput): Finding[] {
  const replaced = (member: 'media' | 'thread') =>
    dto.targets.every(({ content }) => content?.[member] != null);
  const { media: first, thread } = resolveContent(dto.content);
  const unused = {
    ...resolveContent(null),
    media: replaced('media') ? first : [],
    thread: replaced('thread') ? thread : [],
  };
  return placedMedia(unused, 'content').flatMap(({ item, path }) => {
    const problem = item.mediaId ? media.problemOf(item) : null;
    return problem ? [{ ...mediaFinding(item, path, problem), accountId: null }] : [];
  });
}

function mediaFinding(item: MediaItem, path: string, { rule, message }: MediaProblem): ContentIssue {
  return item.mediaId
    ? ours(`${path}.mediaId`, rule, { message, fix: 'Upload the file, and use its new id.' })
    : ours(`${path}.url`, rule, { message, fix: 'Use a public address of an image or a video.' });
}

/** Every item with its place. */
function placedMedia(content: PostContent, path: string): { item: MediaItem; path: string }[] {
  return [
    ...content.media.map((item, index) => ({ item, path: `${path}.media[${index}]` })),
    ...content.thread.flatMap((part, p) =>
      (part.media ?? []).map((item, m) => ({ item, path: `${path}.thread[${p}].media[${m}]` })),
    ),
  ];
}

/** Ids of stored media that the body names, each once; also those that every target replaces. */
export function mediaIdsOf({ content, targets }: CreatePostGroupDto): string[] {
  return storedMediaOf(
    [content, ...targets.map((target) => target.content)].map((one) => resolveContent(one)),
  );
}

/** Ids of the stored media of contents, each once. */
export function storedMediaOf(contents: readonly PostContent[]): string[] {
  const items = contents.flatMap((content) => placedMedia(content, ''));
  return [...new Set(items.flatMap(({ item }) => item.mediaId ?? []))];
}

function refusedAddress(item: MediaItem, guard: CreateInput['guard']): MediaProblem | null {
  if (item.mediaId) return null;
  const verdict = guard.check(item.url ?? '');
  return verdict.ok ? null : { rule: 'media.url', message: `The media cannot be fetched: ${verdict.reason}` };
}

/** A rule that nobody but Postern makes. */
function ours(path: string, rule: string, said: Pick<ContentIssue, 'message' | 'fix'>): ContentIssue {
  return { path, rule, severity: 'error', ...said, source: 'Postern' };
}

/** Points at the group's content where the target did not bring its own. */
function inheritedPath(issue: ContentIssue, dto: CreatePostGroupDto, index: number): ContentIssue {
  const prefix = `targets[${index}].content.`;
  if (!issue.path.startsWith(prefix)) return issue;
  const rest = issue.path.slice(prefix.length);
  const member = /^[a-zA-Z]+/.exec(rest)?.[0] as keyof NonNullable<CreatePostGroupDto['content']> | undefined;
  const own = member !== undefined && dto.targets[index]?.content?.[member] != null;
  const shared = member !== undefined && dto.content?.[member] != null;
  return own || !shared ? issue : { ...issue, path: `content.${rest}` };
}

/** An account that the rules have let pass. */
export function accountOf({ accounts }: CreateInput, id: string): TargetAccount {
  const account = accounts.find((candidate) => candidate.id === id);
  if (account === undefined) throw new Error(`The account ${id} was checked before.`);
  return account;
}

/** A provider that the rules have let pass. */
export function providerOf({ provider }: CreateInput, source: ProviderSource): Provider {
  const found = provider(source);
  if (!found.ok) throw new Error(`The provider ${source.provider} was checked before.`);
  return found.provider;
}
