import {
  checkContent,
  type PlatformDescriptor,
  type PostContent,
  type Provider,
  type ReferenceData,
  type TargetOptions,
} from '@postern/core';
import type { AddressGuard } from '@postern/provider-kit';
import type { Issue } from '../http/problem';
import { scheduledAtIssues } from '../posts/hand-over';
import type { CreatePostGroupDto } from './create-post-group.dto';
import { resolveContent } from './resolve-content';

/** An account with its connection, as targets name it. */
export interface TargetAccount {
  id: string;
  connectionId: string;
  provider: string;
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
  provider: (id: string) => Provider | undefined;
  guard: Pick<AddressGuard, 'check'>;
  now: Date;
}

/** Every rule that a create breaks beyond the shape of its body; empty = it may be written. Pure. */
export function createIssues(input: CreateInput): Issue[] {
  const issues = [...targetIssues(input), ...timeIssues(input)];
  return issues.length > 0 ? issues : contentIssues(input);
}

function targetIssues({ dto, accounts, provider }: CreateInput): Issue[] {
  const known = new Map(accounts.map((account) => [account.id, account]));
  const seen = new Set<string>();
  return dto.targets.flatMap(({ accountId }, index): Issue[] => {
    const path = `targets[${index}].accountId`;
    const account = known.get(accountId);
    if (account === undefined || account.connectionStatus === 'disabled' || !provider(account.provider)) {
      return [{ path, rule: 'account.exists', message: `There is no account ${accountId}.` }];
    }
    if (seen.has(accountId)) {
      return [{ path, rule: 'targets.unique', message: `The account ${accountId} is named twice.` }];
    }
    seen.add(accountId);
    if (account.status === 'disconnected') {
      return [{ path, rule: 'account.connected', message: `The account ${accountId} is disconnected.` }];
    }
    return [];
  });
}

function timeIssues({ dto, now }: CreateInput): Issue[] {
  if (!dto.scheduledAt) return [];
  return scheduledAtIssues(dto.scheduledAt, now, 'leave scheduledAt out to publish at once');
}

function contentIssues(input: CreateInput): Issue[] {
  const { dto, guard } = input;
  const issues = dto.targets.flatMap((target, index) => {
    const account = accountOf(input, target.accountId);
    const { descriptor } = providerOf(input, account.provider);
    const platform = descriptor.platforms.find((known) => known.platform === account.platform);
    if (platform === undefined) {
      return [
        {
          path: `targets[${index}].accountId`,
          rule: 'platform.supported',
          message: `${descriptor.name} does not publish to ${account.platform}.`,
        },
      ];
    }
    return targetContentIssues(dto, index, platform, descriptor, guard);
  });
  // What several targets inherit from the group is told once.
  return issues.filter(
    (issue, index) =>
      issues.findIndex((other) => other.path === issue.path && other.rule === issue.rule) === index,
  );
}

function targetContentIssues(
  dto: CreatePostGroupDto,
  index: number,
  platform: PlatformDescriptor,
  provider: { id: string; name: string },
  guard: CreateInput['guard'],
): Issue[] {
  const target = dto.targets[index];
  const content = resolveContent(dto.content, target?.content);
  const base = `targets[${index}]`;
  const rules = checkContent(content, (target?.options ?? {}) as TargetOptions, platform, provider, base)
    .filter((issue) => issue.severity === 'error')
    .map(({ path, rule, message }) => ({ path, rule, message }));
  return [...rules, ...mediaIssues(content, `${base}.content`, guard)].map((issue) =>
    inheritedPath(issue, dto, index),
  );
}

function mediaIssues(content: PostContent, path: string, guard: CreateInput['guard']): Issue[] {
  const all = [
    ...content.media.map((item, index) => ({ item, path: `${path}.media[${index}].url` })),
    ...content.thread.flatMap((part, p) =>
      (part.media ?? []).map((item, m) => ({ item, path: `${path}.thread[${p}].media[${m}].url` })),
    ),
  ];
  return all.flatMap(({ item, path: at }) => {
    const verdict = guard.check(item.url ?? '');
    return verdict.ok
      ? []
      : [{ path: at, rule: 'media.url', message: `The media cannot be fetched: ${verdict.reason}` }];
  });
}

/** Points at the group's content where the target did not bring its own. */
function inheritedPath(issue: Issue, dto: CreatePostGroupDto, index: number): Issue {
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
export function providerOf({ provider }: CreateInput, id: string): Provider {
  const found = provider(id);
  if (found === undefined) throw new Error(`The provider ${id} was checked before.`);
  return found;
}
