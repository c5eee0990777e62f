import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { prepared } from '../database/prepared';
import { Reads } from '../database/reads';
import { cursorTime, type Cursor } from '../http/pagination';
import { postFilterSql, type PostFilter } from './post-filter';
import { POST_VIEW_COLUMNS, type PostViewRow } from './post-view';

const COLUMNS = POST_VIEW_COLUMNS.map((column) => `p.${column}`).join(', ');

const FIND = prepared('find_post', `select ${COLUMNS} from posts p where p.workspace_id = $1 and p.id = $2`);

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

  /** One row more than `limit` where there is a further page. `position` is the row's place in the list. */
  async list(
    workspaceId: string,
    filter: PostFilter,
    after: Cursor | null,
    limit: number,
  ): Promise<(PostViewRow & { position_at: string })[]> {
    const { where, order, parameters } = postFilterSql(workspaceId, filter, after);
    const sql = `select ${COLUMNS}, ${cursorTime(order)} as position_at from posts p
       where ${where} order by ${order} desc, p.id desc limit ${limit + 1}`;
    type Row = PostViewRow & { position_at: string };
    // Whoever names posts has just heard of them.
    if (filter.id !== undefined) return this.dataSource.query<Row[]>(sql, parameters);
    return this.reads.query<Row>(sql, parameters);
  }
}
