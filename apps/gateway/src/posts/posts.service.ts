import { Injectable } from '@nestjs/common';
import { decodeCursor, filterHash, toPage, type Page } from '../http/pagination';
import { problem } from '../http/problem';
import type { PostFilter } from './post-filter';
import { toPostView, type PostView } from './post-view';
import { PostsRepository } from './posts.repository';
import { checkRanges } from './time-range';

@Injectable()
export class PostsService {
  constructor(private readonly repository: PostsRepository) {}

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
}
