import { ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayMinSize, IsInt, IsObject, IsString, Max, MaxLength, Min } from 'class-validator';
import { MaxJsonBytes, MayBeAbsent, MayBeNull } from '../http/fields';
import { IsInstant } from '../http/is-instant';
import { FREE_FORM_LIMIT_BYTES } from '../http/limits';
import { Nested, NestedList } from '../http/nested';
import { ProblemDto } from '../http/problem.dto';
import { ContentDto, DAY_SECONDS, MAX_TARGETS, TargetDto } from '../post-groups/create-post-group.dto';
import { PostGroupDto } from '../post-groups/post-group.dto';
import { MAX_AHEAD_DAYS } from '../posts/hand-over';
import { PostDto } from '../posts/post.dto';

@ApiSchema({ name: 'UpdatePostGroup', description: 'What is absent stays as it is.' })
export class UpdatePostGroupDto {
  @ApiPropertyOptional({
    type: ContentDto,
    nullable: true,
    description:
      'Member by member: what is absent stays, null empties. What a target brought of its own stays too, ' +
      'unless `targets` is given.',
  })
  @MayBeNull()
  @Nested(() => ContentDto)
  content?: ContentDto | null;

  @ApiPropertyOptional({
    type: [TargetDto],
    minItems: 1,
    maxItems: MAX_TARGETS,
    description:
      'All targets from now on. An account that stays keeps its post; the post of one that goes is canceled.',
  })
  @MayBeAbsent()
  @NestedList(() => TargetDto)
  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_TARGETS)
  targets?: TargetDto[];

  @ApiPropertyOptional({
    type: String,
    format: 'date-time',
    nullable: true,
    description: `For all posts. RFC 3339 with an offset, at most ${MAX_AHEAD_DAYS} days ahead; null = at once.`,
    example: '2026-12-01T09:00:00+01:00',
  })
  @MayBeNull()
  @IsInstant()
  scheduledAt?: string | null;

  @ApiPropertyOptional({ type: String, nullable: true, maxLength: 255, example: 'campaign-7/42' })
  @MayBeNull()
  @IsString()
  @MaxLength(255)
  clientReference?: string | null;

  @ApiPropertyOptional({
    type: 'integer',
    nullable: true,
    minimum: 1,
    maximum: 30 * DAY_SECONDS,
    description: `null = ${DAY_SECONDS}.`,
    example: 3600,
  })
  @MayBeNull()
  @IsInt()
  @Min(1)
  @Max(30 * DAY_SECONDS)
  maxLatenessSeconds?: number | null;

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: true,
    nullable: true,
    description: `Replaced as a whole. At most ${FREE_FORM_LIMIT_BYTES / 1024} KiB as JSON.`,
    example: { team: 'growth' },
  })
  @MayBeNull()
  @IsObject()
  @MaxJsonBytes()
  metadata?: Record<string, unknown> | null;
}

@ApiSchema({ name: 'PublishOrder' })
export class PublishDto {
  @ApiPropertyOptional({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'Another time than the draft’s own; null = at once.',
    example: '2026-12-01T09:00:00+01:00',
  })
  @MayBeNull()
  @IsInstant()
  scheduledAt?: string | null;
}

@ApiSchema({ name: 'PostGroupEditProblem', description: 'Nothing was changed.' })
export class GroupEditProblemDto extends ProblemDto {
  @ApiPropertyOptional({ type: PostGroupDto, description: 'The group as it is.' }) group?: PostGroupDto;
  @ApiPropertyOptional({
    type: [PostDto],
    description: 'The posts of equal content, where the group was created with `duplicateWindowSeconds`.',
  })
  posts?: PostDto[];
}
