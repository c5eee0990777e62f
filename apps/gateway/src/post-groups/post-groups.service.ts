import { Inject, Injectable } from '@nestjs/common';
import type { AddressGuard } from '@postern/provider-kit';
import { ADDRESS_GUARD } from '../connections/address-guard.provider';
import { decodeCursor, filterHash, MAX_LIMIT, toPage, type Page } from '../http/pagination';
import { problem, type ProblemError } from '../http/problem';
import { PostsService } from '../posts/posts.service';
import { storedMedia } from '../media/media-facts';
import { MediaLinks } from '../media/media-links';
import { checkRanges } from '../posts/time-range';
import { ProviderRegistry } from '../providers/provider-registry';
import type { CreatePostGroupDto } from './create-post-group.dto';
import { type CreateInput, mediaIdsOf } from './create-rules';
import { draftGroup, type GroupDraft } from './group-draft';
import type { GroupFilter } from './post-group-filter';
import { toPostGroupView, type PostGroupView } from './post-group-view';
import {
  PostGroupsRepository,
  type IdempotencyRecord,
  type Prepared,
  type RecordedResponse,
} from './post-groups.repository';

/** The answer to a create: a new group, or what the first request with the same key was told. */
export interface Created {
  status: number;
  body: unknown;
  replayed: boolean;
}

/** The second look tells why the first write was refused; a third is one to spare. */
const MAX_TURNS = 3;

@Injectable()
export class PostGroupsService {
  constructor(
    private readonly repository: PostGroupsRepository,
    private readonly posts: PostsService,
    private readonly providers: ProviderRegistry,
    private readonly links: MediaLinks,
    @Inject(ADDRESS_GUARD) private readonly guard: AddressGuard,
  ) {}

  /** Writes the group with everything that follows from it, or nothing. */
  async create(
    workspaceId: string,
    dto: CreatePostGroupDto,
    idempotency: IdempotencyRecord | null,
  ): Promise<Created> {
    const accountIds = dto.targets.map((target) => target.accountId);
    const mediaIds = mediaIdsOf(dto);
    for (let turn = 0; turn < MAX_TURNS; turn += 1) {
      const prepared = await this.repository.prepare(workspaceId, accountIds, mediaIds, idempotency);
      if (prepared.recorded !== null) return replay(prepared.recorded);
      const result = draftGroup(await this.toInput(workspaceId, dto, prepared));
      if ('issues' in result) throw problem.validation(result.issues);
      const view = viewOf(result.draft);
      const inserted = await this.repository.insert(result.draft, view, idempotency);
      if (inserted.outcome === 'written') return { status: 201, body: view, replayed: false };
      if (inserted.outcome === 'duplicate' && (idempotency === null || turn > 0)) {
        throw await this.duplicates(workspaceId, inserted.postIds);
      }
      // Between the look and the write somebody used the same key, deleted a connection or a medium or, with
      // the same key, created the very group: look again.
    }
    throw problem.idempotencyInFlight();
  }

  /** What the rules of a create look at, for whoever would make an existing group such a one. */
  async inputOf(workspaceId: string, dto: CreatePostGroupDto): Promise<CreateInput> {
    const accountIds = dto.targets.map((target) => target.accountId);
    return this.toInput(
      workspaceId,
      dto,
      await this.repository.prepare(workspaceId, accountIds, mediaIdsOf(dto), null),
    );
  }

  /** The refusal of content that is equal to what these posts have. */
  async duplicates(workspaceId: string, postIds: string[]): Promise<ProblemError> {
    const { items } = await this.posts.list(
      workspaceId,
      { id: postIds.slice(0, MAX_LIMIT) },
      { limit: MAX_LIMIT },
    );
    const accounts = [...new Set(items.map(({ accountId }) => accountId))].join(', ');
    return problem.conflict(`Equal content was accepted for ${accounts} within duplicateWindowSeconds.`, {
      posts: items,
    });
  }

  async get(workspaceId: string, id: string): Promise<PostGroupView> {
    const row = await this.repository.find(workspaceId, id);
    if (row === null) throw problem.notFound(`post group ${id}`);
    return toPostGroupView(row);
  }

  async list(
    workspaceId: string,
    filter: GroupFilter,
    page: { limit: number; cursor?: string },
  ): Promise<Page<PostGroupView>> {
    checkRanges(filter);
    const hash = filterHash({ list: 'post-groups', workspaceId, filter });
    const after = decodeCursor(page.cursor, hash);
    const rows = await this.repository.list(workspaceId, filter, after, page.limit);
    return toPage(
      rows,
      { limit: page.limit, hash },
      (row) => ({ at: row.position, id: row.id }),
      toPostGroupView,
    );
  }

  private async toInput(
    workspaceId: string,
    dto: CreatePostGroupDto,
    prepared: Prepared,
  ): Promise<CreateInput> {
    const provider = await this.providers.finder(prepared.accounts);
    const media = storedMedia(prepared.media, this.links.available);
    const { accounts, now } = prepared;
    return { workspaceId, dto, accounts, provider, guard: this.guard, media, now };
  }
}

function replay({ status, response, sameBody }: RecordedResponse): Created {
  if (!sameBody) throw problem.idempotencyConflict();
  return { status, body: response, replayed: true };
}

/** The group as the statement is about to write it; nothing of it is left to the database. */
function viewOf(draft: GroupDraft): PostGroupView {
  return toPostGroupView({
    id: draft.id,
    status: draft.status,
    version: 1,
    client_reference: draft.clientReference,
    scheduled_at: draft.scheduledAt,
    content: draft.content,
    metadata: draft.metadata,
    created_at: draft.createdAt,
    updated_at: draft.createdAt,
    posts: draft.posts.map((post) => ({
      id: post.id,
      group_id: draft.id,
      account_id: post.account.id,
      provider: post.account.provider,
      platform: post.account.platform,
      status: post.status,
      upstream_status: null,
      handle: post.account.handle,
      content: post.content,
      options: post.options,
      provider_reference: null,
      platform_post_id: null,
      platform_post_url: null,
      scheduled_at: draft.scheduledAt,
      upstream_scheduled_at: null,
      attempted_at: null,
      published_at: null,
      canceled_at: null,
      canceled_by: null,
      cancel_reason: null,
      parts: null,
      attempts: 0,
      error: null,
      created_at: draft.createdAt,
      updated_at: draft.createdAt,
    })),
  });
}
