/** What the OpenAPI document says of every command. */
import { applyDecorators, HttpCode, type Type, UseInterceptors } from '@nestjs/common';
import { ApiAcceptedResponse, ApiBody, ApiHeader, ApiOkResponse, ApiQuery } from '@nestjs/swagger';
import { RequireScope } from '../http/auth/scope.decorators';
import { MAX_IDEMPOTENCY_KEY } from '../http/idempotency-key';
import { IdempotencyInterceptor } from '../http/idempotency.interceptor';
import { ConflictWith } from '../posts/conflict-described';
import { PostDto } from '../posts/post.dto';
import { CancelDto, MAX_REASON, PostCommandProblemDto, PostsCommandProblemDto } from './post-commands.dto';

/** A command on one post: 200, 202 while the provider has not answered, 409 with the post. */
export const OnePostCommand = () =>
  applyDecorators(
    HttpCode(200),
    RequireScope('publish:write'),
    ApiOkResponse({ type: PostDto }),
    ApiAcceptedResponse({ type: PostDto, description: 'Not done yet: it goes on, and events tell its end.' }),
    ConflictWith(PostCommandProblemDto),
  );

/** A command on many posts: 200 with a result each, 409 with them where none could be changed. */
export const ManyPostsCommand = (result: Type<unknown>) =>
  applyDecorators(
    HttpCode(200),
    RequireScope('publish:write'),
    ApiOkResponse({ type: result }),
    ConflictWith(PostsCommandProblemDto),
  );

export const Repeatable = () =>
  applyDecorators(
    UseInterceptors(IdempotencyInterceptor),
    ApiHeader({
      name: 'Idempotency-Key',
      required: false,
      description: 'Makes the request repeatable: the same key and body give the first answer again.',
      schema: { type: 'string', maxLength: MAX_IDEMPOTENCY_KEY },
    }),
  );

/** The reason of a cancel comes in the body or, for clients that send none with DELETE, as a parameter. */
export const Reasoned = () =>
  applyDecorators(
    ApiBody({ type: CancelDto, required: false }),
    ApiQuery({ name: 'reason', required: false, schema: { type: 'string', maxLength: MAX_REASON } }),
  );
