import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Caller } from '../http/auth/caller';
import { RequireScope } from '../http/auth/scope.decorators';
import { ListPostsQuery } from './post-list.dto';
import { PostDto, PostPageDto } from './post.dto';
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
    const { limit, cursor, ...filter } = query;
    return this.posts.list(caller.workspaceId, filter, { limit, cursor });
  }

  @Get(':id')
  @RequireScope('publish:read')
  @ApiOperation({ summary: 'Read one post', operationId: 'getPost' })
  @ApiOkResponse({ type: PostDto })
  get(@Caller() caller: Caller, @Param('id') id: string): Promise<PostDto> {
    return this.posts.get(caller.workspaceId, id);
  }
}
