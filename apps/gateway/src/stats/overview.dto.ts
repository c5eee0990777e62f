import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { POST_STATUSES, PUBLISH_ERROR_CODES, type PostStatus, type PublishErrorCode } from '@postern/core';

/** Of each list of posts the page shows the first; the rest is found by the filters of `GET /v1/posts`. */
export const LISTED = 10;
/** What is due at this very moment is on its way, and nobody needs to look at it. */
export const LATE_AFTER_SECONDS = 60;
/** Beyond it, pending deliveries are not counted. */
export const MOST_PENDING = 10_000;

const moment = { type: String, format: 'date-time' } as const;
const count = { type: 'integer', minimum: 0 } as const;

@ApiSchema({ name: 'OpenPost', description: 'What a list of open posts shows of one.' })
export class OpenPostDto {
  @ApiProperty({ example: 'post_01j9zk3t8q4m2v7w5x6y0abcde' }) id!: string;
  @ApiProperty({ example: 'pg_01j9zk3t8q4m2v7w5x6y0abcde' }) groupId!: string;
  @ApiProperty({ example: 'acct_01j9zk3t8q4m2v7w5x6y0abcde' }) accountId!: string;
  @ApiProperty({ example: 'conn_01j9zk3t8q4m2v7w5x6y0abcde' }) connectionId!: string;
  @ApiProperty({ example: 'postpost' }) provider!: string;
  @ApiProperty({ example: 'threads' }) platform!: string;
  @ApiProperty({ type: String, nullable: true, example: '@acme' }) handle!: string | null;
  @ApiProperty({ enum: POST_STATUSES, enumName: 'PostStatus' }) status!: PostStatus;
  @ApiProperty({ example: 'Opening day', description: 'The beginning of its text.' }) text!: string;
  @ApiProperty({ ...moment, description: 'When it is due: `scheduledAt`, else when it was accepted.' })
  dueAt!: string;
  @ApiProperty({ ...moment, nullable: true, description: 'When the first attempt at it began.' })
  startedAt!: string | null;
}

@ApiSchema({ name: 'UnknownPost', description: 'A post of which nobody knows whether it went out.' })
export class UnknownPostDto extends OpenPostDto {
  @ApiProperty({ ...moment, description: 'The last attempt at it: since then it has been unknown.' })
  unknownSince!: string;
}

@ApiSchema({ name: 'LatePosts', description: 'Open posts whose time has passed.' })
export class LatePostsDto {
  @ApiProperty({ ...count, example: 0 }) count!: number;

  @ApiProperty({
    type: 'integer',
    example: LATE_AFTER_SECONDS,
    description: 'So long after its time an open post counts as late.',
  })
  afterSeconds!: number;

  @ApiProperty({ type: [OpenPostDto], description: `The latest ${LISTED}, the longest overdue one first.` })
  posts!: OpenPostDto[];
}

@ApiSchema({ name: 'UnknownPosts' })
export class UnknownPostsDto {
  @ApiProperty({ ...count, example: 0 }) count!: number;

  @ApiProperty({ type: [UnknownPostDto], description: `The oldest ${LISTED}, the oldest one first.` })
  posts!: UnknownPostDto[];
}

@ApiSchema({ name: 'FailureCause', description: 'Posts that failed with the same error in the same place.' })
export class FailureCauseDto {
  @ApiProperty({ enum: PUBLISH_ERROR_CODES, enumName: 'PublishErrorCode' })
  errorCode!: PublishErrorCode;
  @ApiProperty({ example: 'postpost' }) provider!: string;
  @ApiProperty({ example: 'threads' }) platform!: string;
  @ApiProperty({ ...count, example: 3 }) count!: number;

  @ApiProperty({ ...count, example: 0, description: 'Those that a retry without `force` tries again.' })
  retryable!: number;

  @ApiProperty({ type: String, nullable: true, description: 'Of the last one.', example: 'Reconnect it.' })
  remedy!: string | null;

  @ApiProperty({ example: 'The token has expired.', description: 'Of the last one.' })
  message!: string;

  @ApiProperty({ ...moment, description: 'When the last one failed.' })
  lastFailedAt!: string;

  @ApiProperty({
    ...moment,
    description: 'When the first of them was due: `filter.since` of a bulk retry of these alone.',
  })
  firstDueAt!: string;
}

@ApiSchema({
  name: 'Throughput',
  description: 'Posts of one provider and platform that ended in one hour; absent where none did.',
})
export class ThroughputDto {
  @ApiProperty({ ...moment, example: '2026-12-01T09:00:00.000Z', description: 'When the hour begins.' })
  hour!: string;
  @ApiProperty({ example: 'postpost' }) provider!: string;
  @ApiProperty({ example: 'threads' }) platform!: string;
  @ApiProperty({ ...count, example: 38 }) published!: number;
  @ApiProperty({ ...count, example: 0 }) handedOff!: number;
  @ApiProperty({ ...count, example: 3 }) failed!: number;
  @ApiProperty({ ...count, example: 0 }) canceled!: number;
}

@ApiSchema({ name: 'ConnectionAccounts', description: 'The accounts of a connection, by their status.' })
export class ConnectionAccountsDto {
  @ApiProperty({ example: 'conn_01j9zk3t8q4m2v7w5x6y0abcde' }) connectionId!: string;
  @ApiProperty({ ...count, example: 7 }) connected!: number;
  @ApiProperty({ ...count, example: 1 }) reauthRequired!: number;
  @ApiProperty({ ...count, example: 0 }) disconnected!: number;
}

@ApiSchema({ name: 'WebhookBacklog' })
export class WebhookBacklogDto {
  @ApiProperty({
    ...count,
    maximum: MOST_PENDING,
    example: 0,
    description: `Deliveries to active endpoints that have not ended; ${MOST_PENDING} stands for so many and more.`,
  })
  pending!: number;

  @ApiProperty({ ...moment, nullable: true, example: null, description: 'Since when the oldest one waits.' })
  oldestPendingAt!: string | null;

  @ApiProperty({ ...count, example: 2 }) activeEndpoints!: number;

  @ApiProperty({ ...count, example: 0, description: 'Active ones of which the last attempt failed.' })
  failingEndpoints!: number;

  @ApiProperty({ ...count, example: 0, description: 'Switched off by Postern.' })
  disabledEndpoints!: number;
}

@ApiSchema({ name: 'OpenPostCounts', description: 'Open posts by status.' })
export class OpenPostCountsDto {
  @ApiProperty({ ...count, example: 2 }) draft!: number;
  @ApiProperty({ ...count, example: 0, name: 'pending_approval' }) pending_approval!: number;
  @ApiProperty({ ...count, example: 120 }) scheduled!: number;
  @ApiProperty({ ...count, example: 4 }) queued!: number;
  @ApiProperty({ ...count, example: 1 }) publishing!: number;
  @ApiProperty({ ...count, example: 0 }) unknown!: number;
}

@ApiSchema({ name: 'StatsOverview' })
export class OverviewDto {
  @ApiProperty({ ...moment, example: '2026-11-30T10:00:00.000Z', description: 'From when on.' })
  since!: string;

  @ApiProperty({ ...moment, example: '2026-12-01T09:30:00.000Z', description: 'Now.' })
  until!: string;

  @ApiProperty({ type: OpenPostCountsDto }) open!: OpenPostCountsDto;

  @ApiProperty({ type: [OpenPostDto], description: `The next ${LISTED} that will be due, no drafts.` })
  dueNext!: OpenPostDto[];

  @ApiProperty({ type: LatePostsDto }) late!: LatePostsDto;
  @ApiProperty({ type: UnknownPostsDto }) unknown!: UnknownPostsDto;

  @ApiProperty({
    type: [FailureCauseDto],
    description: 'What failed within these hours and is failed still, the most frequent cause first.',
  })
  failed!: FailureCauseDto[];

  @ApiProperty({ type: [ThroughputDto], description: 'By hour, provider and platform, oldest first.' })
  throughput!: ThroughputDto[];

  @ApiProperty({
    type: [ConnectionAccountsDto],
    nullable: true,
    description: 'Of every connection; null to keys without `accounts:read`.',
  })
  accounts!: ConnectionAccountsDto[] | null;

  @ApiProperty({
    type: WebhookBacklogDto,
    nullable: true,
    description: 'Null to keys without `webhooks:read`.',
  })
  webhooks!: WebhookBacklogDto | null;
}
