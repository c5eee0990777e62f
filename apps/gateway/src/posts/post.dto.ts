import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import {
  POST_STATUSES,
  type PostContent,
  type PostPart,
  type PostStatus,
  type TargetOptions,
} from '@postern/core';
import { PublishErrorDto } from '../http/publish-error.dto';
import { StoredContentDto } from '../post-groups/stored-content.dto';
import type { PostView } from './post-view';

const text = { type: String, nullable: true } as const;
const time = { type: String, format: 'date-time', nullable: true } as const;

@ApiSchema({ name: 'PostPart', description: 'One part of a thread, as the network shows it.' })
export class PostPartDto implements PostPart {
  @ApiProperty({ type: 'integer' }) index!: number;
  @ApiProperty({ enum: POST_STATUSES, enumName: 'PostStatus', nullable: true }) status!: PostStatus | null;
  @ApiProperty(text) platformPostId!: string | null;
  @ApiProperty(text) platformPostUrl!: string | null;
}

@ApiSchema({ name: 'Post', description: 'One account, one platform, one outcome.' })
export class PostDto implements PostView {
  @ApiProperty({ example: 'post_01j9zk3t8q4m2v7w5x6y0abcde' }) id!: string;
  @ApiProperty() groupId!: string;
  @ApiProperty() accountId!: string;
  @ApiProperty({ example: 'postpost' }) provider!: string;
  @ApiProperty({ example: 'threads' }) platform!: string;
  @ApiProperty({ enum: POST_STATUSES, enumName: 'PostStatus' }) status!: PostStatus;
  @ApiProperty({ ...text, description: 'The provider’s own word.' }) upstreamStatus!: string | null;
  @ApiProperty(text) handle!: string | null;
  @ApiProperty({ type: StoredContentDto, description: 'The group’s, with what its target replaces.' })
  content!: PostContent;
  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    description: 'Of its target: `mode` and the provider’s own.',
  })
  options!: TargetOptions;
  @ApiProperty({ ...text, description: 'The id at the provider.' }) providerReference!: string | null;
  @ApiProperty({ ...text, description: 'The id on the network.' }) platformPostId!: string | null;
  @ApiProperty({ ...text, description: 'The link on the network.' }) platformPostUrl!: string | null;
  @ApiProperty(time) scheduledAt!: string | null;
  @ApiProperty(time) attemptedAt!: string | null;
  @ApiProperty(time) publishedAt!: string | null;
  @ApiProperty(time) canceledAt!: string | null;
  @ApiProperty({ type: String, enum: ['caller', 'upstream'], nullable: true })
  canceledBy!: 'caller' | 'upstream' | null;
  @ApiProperty(text) cancelReason!: string | null;
  @ApiProperty({ type: [PostPartDto], nullable: true }) parts!: PostPartDto[] | null;
  @ApiProperty({ type: 'integer', description: 'Tries at handing it over.' }) attempts!: number;
  @ApiProperty({ type: PublishErrorDto, nullable: true }) error!: PublishErrorDto | null;
  @ApiProperty({ format: 'date-time' }) createdAt!: string;
  @ApiProperty({ format: 'date-time' }) updatedAt!: string;
}

@ApiSchema({ name: 'PostPage' })
export class PostPageDto {
  @ApiProperty({ type: [PostDto] }) items!: PostDto[];
  @ApiProperty({ type: String, nullable: true }) nextCursor!: string | null;
}
