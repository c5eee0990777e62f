import { ApiProperty, ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';
import {
  POST_GROUP_STATUSES,
  POST_STATUSES,
  type JsonObject,
  type PostContent,
  type PostGroupStatus,
  type PostStatus,
} from '@postern/core';
import { IsIn, IsOptional } from 'class-validator';
import { DEFAULT_LIMIT } from '../http/pagination';
import { CommonFilterQuery, Repeated } from '../posts/post-list.dto';
import { ProblemDto } from '../http/problem.dto';
import { PostDto } from '../posts/post.dto';
import type { PostGroupView } from './post-group-view';
import { StoredContentDto } from './stored-content.dto';

@ApiSchema({ name: 'PostGroup', description: 'One request of a caller: content for N accounts.' })
export class PostGroupDto implements PostGroupView {
  @ApiProperty({ example: 'pg_01j9zk3t8q4m2v7w5x6y0abcde' }) id!: string;
  @ApiProperty({
    enum: POST_GROUP_STATUSES,
    enumName: 'PostGroupStatus',
    description: 'Derived from the posts.',
  })
  status!: PostGroupStatus;
  @ApiProperty({
    type: 'integer',
    description: 'Rises with every change of the group or of one of its posts.',
  })
  version!: number;
  @ApiProperty({
    type: 'object',
    properties: Object.fromEntries(POST_STATUSES.map((status) => [status, { type: 'integer' }])),
    description: 'How many posts are in each status that occurs.',
    example: { published: 2, failed: 1 },
  })
  counts!: Partial<Record<PostStatus, number>>;
  @ApiProperty({ type: String, nullable: true }) clientReference!: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) scheduledAt!: string | null;
  @ApiProperty({ type: StoredContentDto }) content!: PostContent;
  @ApiProperty({ type: 'object', additionalProperties: true }) metadata!: JsonObject;
  @ApiProperty({ type: [PostDto] }) posts!: PostDto[];
  @ApiProperty({ format: 'date-time' }) createdAt!: string;
  @ApiProperty({ format: 'date-time' }) updatedAt!: string;
}

@ApiSchema({ name: 'PostGroupPage' })
export class PostGroupPageDto {
  @ApiProperty({ type: [PostGroupDto] }) items!: PostGroupDto[];
  @ApiProperty({ type: String, nullable: true }) nextCursor!: string | null;
}

export class ListPostGroupsQuery extends CommonFilterQuery {
  override limit: number = DEFAULT_LIMIT;

  @ApiPropertyOptional({ enum: POST_GROUP_STATUSES, isArray: true })
  @IsOptional()
  @Repeated()
  @IsIn(POST_GROUP_STATUSES, { each: true })
  status?: PostGroupStatus[];
}

@ApiSchema({ name: 'CreatePostGroupProblem', description: 'Nothing was created.' })
export class CreatePostGroupProblemDto extends ProblemDto {
  @ApiPropertyOptional({
    type: [PostDto],
    description: 'The posts of equal content, where `duplicateWindowSeconds` was given.',
  })
  posts?: PostDto[];
}
