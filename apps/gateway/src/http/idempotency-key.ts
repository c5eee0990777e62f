import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { problem } from './problem';

export const MAX_IDEMPOTENCY_KEY = 255;

/**
 * The caller's `Idempotency-Key`, or `null`: `@IdempotencyKey() key: string | null`.
 *
 * @throws ProblemError VALIDATION for a key that is empty or too long
 */
export const IdempotencyKey = createParamDecorator(
  (_data: unknown, context: ExecutionContext): string | null =>
    idempotencyKeyOf(context.switchToHttp().getRequest<FastifyRequest>()),
);

export function idempotencyKeyOf(request: FastifyRequest): string | null {
  const header = request.headers['idempotency-key'];
  if (header === undefined) return null;
  const key = Array.isArray(header) ? header.join(', ') : header;
  if (key.length > 0 && key.length <= MAX_IDEMPOTENCY_KEY) return key;
  throw problem.validation([
    {
      path: 'Idempotency-Key',
      rule: 'length',
      message: `Idempotency-Key must have 1 to ${MAX_IDEMPOTENCY_KEY} characters`,
    },
  ]);
}
