import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { prepared } from '../database/prepared';
import { Reads } from '../database/reads';
import { cursorTime, type Cursor } from '../http/pagination';
import { preparedPage } from './common-filter';
import { postFilterSql, type PostFilter } from './post-filter';
import { POST_VIEW_COLUMNS, type PostViewRow } from './post-view';

const COLUMNS = POST_VIEW_COLUMNS.map((column) => `p.${column}`).join(', ');

const FIND = prepared('find_post', `select ${COLUMNS} from posts p where p.workspace_id = $1 and p.id = $2`);

export interface ListedPost extends PostViewRow {
  position_at: string;
}

@Injectable()
export class PostsRepository {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly reads: Reads,
  ) {}

  async find(workspaceId: string, id: string): Promise<PostViewRow | null> {
    const [row] = await this.dataSource.query<PostViewRow[]>(FIND, [workspaceId, id]);
    return row ?? null;
  }

  /** One row more than `limit` where there is a further page. `position_at` is the post's place in the list. */
  async list(
    workspaceId: string,
    filter: PostFilter,
    after: Cursor | null,
    limit: number,
  ): Promise<ListedPost[]> {
    const { where, order, parameters } = postFilterSql(workspaceId, filter, after);
    const sql = `select ${COLUMNS}, ${cursorTime(order)} as position_at from posts p
       where ${where} order by ${order} desc, p.id desc limit ${limit + 1}`;
    // Whoever names posts has just heard of them.
    if (filter.id !== undefined) return this.dataSource.query<ListedPost[]>(sql, parameters);
    return this.reads.query<ListedPost>(preparedPage('posts', sql, filter, after, limit), parameters);
  }
}
