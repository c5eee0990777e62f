import { Inject, Injectable } from '@nestjs/common';
import { textRoom, type MediaItem } from '@postern/core';
import type { AddressGuard } from '@postern/provider-kit';
import { ADDRESS_GUARD } from '../connections/address-guard.provider';
import { MediaFactsService, type KnownMedia } from '../media/media-facts';
import { ProviderRegistry } from '../providers/provider-registry';
import type { CreatePostGroupDto } from './create-post-group.dto';
import { createFindings, routeOf, type CreateInput, type Finding } from './create-rules';
import { PostGroupsRepository } from './post-groups.repository';
import { resolveContent } from './resolve-content';
import type { ValidatedTargetDto, ValidationDto } from './validate.dto';

/** Answers what a create would say, by the same rules and with a look at the media; writes nothing. */
@Injectable()
export class ValidateService {
  constructor(
    private readonly repository: PostGroupsRepository,
    private readonly providers: ProviderRegistry,
    private readonly media: MediaFactsService,
    @Inject(ADDRESS_GUARD) private readonly guard: AddressGuard,
  ) {}

  async validate(workspaceId: string, dto: CreatePostGroupDto): Promise<ValidationDto> {
    const accountIds = dto.targets.map((target) => target.accountId);
    const [{ accounts, now }, media] = await Promise.all([
      this.repository.prepare(workspaceId, accountIds, [], null),
      this.media.of(workspaceId, this.fetchable(dto)),
    ]);
    const provider = await this.providers.finder(accounts);
    const input = { workspaceId, dto, accounts, provider, guard: this.guard, media, now };
    const issues = [...createFindings(input), ...(await this.duplicates(input))];
    return {
      valid: issues.every(({ severity }) => severity === 'warning'),
      issues,
      targets: dto.targets.map((_, index) => roomOf(input, index)),
    };
  }

  /** Every medium that a target or the group names, once; what the guard refuses is not asked for. */
  private fetchable(dto: CreatePostGroupDto): MediaItem[] {
    const contents = [null, ...dto.targets].map((target) => resolveContent(dto.content, target?.content));
    return contents
      .flatMap(({ media, thread }) => [...media, ...thread.flatMap((part) => part.media ?? [])])
      .filter((item) => Boolean(item.mediaId) || this.guard.check(item.url ?? '').ok);
  }

  private async duplicates({ workspaceId, dto, accounts }: CreateInput): Promise<Finding[]> {
    if (dto.duplicateWindowSeconds == null || dto.draft === true) return [];
    const known = new Set(accounts.map(({ id }) => id));
    const contents = dto.targets
      .filter(({ accountId }) => known.has(accountId))
      .map(({ accountId, content }) => ({ accountId, content: resolveContent(dto.content, content) }));
    const equal = await this.repository.equalContent(workspaceId, contents, dto.duplicateWindowSeconds);
    return equal.map(({ accountId, postId }) => ({
      path: `targets[${dto.targets.findIndex((target) => target.accountId === accountId)}]`,
      rule: 'content.duplicate',
      severity: 'error',
      message: `Equal content was accepted for ${accountId} within duplicateWindowSeconds: ${postId}.`,
      fix: 'Change the content, or leave duplicateWindowSeconds out.',
      source: 'Postern',
      accountId,
    }));
  }
}

function roomOf(input: CreateInput & { media: KnownMedia }, index: number): ValidatedTargetDto {
  const target = input.dto.targets[index];
  const accountId = target?.accountId ?? '';
  const route = routeOf(input, accountId);
  if (route?.platform === undefined) {
    return { accountId, platform: route?.account.platform ?? null, length: null, maxLength: null };
  }
  const content = resolveContent(input.dto.content, target?.content);
  return {
    accountId,
    platform: route.platform.platform,
    ...textRoom(content, route.platform, input.media),
  };
}
