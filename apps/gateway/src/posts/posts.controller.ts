import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Caller } from '../http/auth/caller';
import { RequireScope } from '../http/auth/scope.decorators';
import { DEFAULT_LIMIT, MAX_LIMIT, PageQuery } from '../http/pagination';
import { ListPostsQuery } from './post-list.dto';
import { PostDto, PostPageDto } from './post.dto';
import { TimelinePageDto } from './timeline.dto';
import { PostsService } from './posts.service';

@ApiTags('posts')
@ApiBearerAuth('key')
@Controller('v1/posts')
export class PostsController {
  constructor(private readonly posts: PostsService) {}

  @Get()
  @RequireScope('publish:read')
  @ApiOperation({ summary: 'List posts, newest first', operationId: 'listPosts' })
  @ApiOkResponse({ type: PostPageDto })
  list(@Caller() caller: Caller, @Query() query: ListPostsQuery): Promise<PostPageDto> {
    const { limit = query.id ? MAX_LIMIT : DEFAULT_LIMIT, cursor, ...filter } = query;
    return this.posts.list(caller.workspaceId, filter, { limit, cursor });
  }

  @Get(':id')
  @RequireScope('publish:read')
  @ApiOperation({ summary: 'Read one post', operationId: 'getPost' })
  @ApiOkResponse({ type: PostDto })
  get(@Caller() caller: Caller, @Param('id') id: string): Promise<PostDto> {
    return this.posts.get(caller.workspaceId, id);
  }

  @Get(':id/timeline')
  @RequireScope('publish:read')
  @ApiOperation({
    summary: 'Read what became of a post, and how',
    description:
      'Every event of the post and every attempt at handing it over, of all its rounds, oldest first. An ' +
      'attempt has the calls that were made, with secrets redacted.',
    operationId: 'getPostTimeline',
  })
  @ApiOkResponse({ type: TimelinePageDto })
  timeline(
    @Caller() caller: Caller,
    @Param('id') id: string,
    @Query() { limit, cursor }: PageQuery,
  ): Promise<TimelinePageDto> {
    return this.posts.timeline(caller.workspaceId, id, { limit, cursor });
  }
}
