import { Injectable } from '@nestjs/common';
import { decodeCursor, filterHash, toPage, type Page } from '../http/pagination';
import { problem } from '../http/problem';
import type { PostFilter } from './post-filter';
import { toPostView, type PostView } from './post-view';
import { PostsRepository } from './posts.repository';
import { checkRanges } from './time-range';
import { toTimelineItem, type TimelineItem } from './timeline';
import { TimelineRepository } from './timeline.repository';

@Injectable()
export class PostsService {
  constructor(
    private readonly repository: PostsRepository,
    private readonly timelines: TimelineRepository,
  ) {}

  async get(workspaceId: string, id: string): Promise<PostView> {
    const row = await this.repository.find(workspaceId, id);
    if (row === null) throw problem.notFound(`post ${id}`);
    return toPostView(row);
  }

  async list(
    workspaceId: string,
    filter: PostFilter,
    page: { limit: number; cursor?: string },
  ): Promise<Page<PostView>> {
    checkRanges(filter);
    const hash = filterHash({ list: 'posts', workspaceId, filter });
    const after = decodeCursor(page.cursor, hash);
    const rows = await this.repository.list(workspaceId, filter, after, page.limit);
    return toPage(
      rows,
      { limit: page.limit, hash },
      (row) => ({ at: row.position_at, id: row.id }),
      toPostView,
    );
  }

  /** Oldest first: what has become of the post, and how. */
  async timeline(
    workspaceId: string,
    id: string,
    page: { limit: number; cursor?: string },
  ): Promise<Page<TimelineItem>> {
    const hash = filterHash({ list: 'timeline', workspaceId, id });
    const after = decodeCursor(page.cursor, hash);
    const rows = await this.timelines.list(workspaceId, id, after, page.limit);
    // Of a post that exists there is always something to tell on the first page.
    if (rows.length === 0 && after === null) throw problem.notFound(`post ${id}`);
    return toPage(
      rows,
      { limit: page.limit, hash },
      (row) => ({ at: row.position, id: row.id }),
      toTimelineItem,
    );
  }
}
