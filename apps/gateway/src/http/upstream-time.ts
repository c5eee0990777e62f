import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

/** Adds up the milliseconds that providers took while a caller waited; shown in `Server-Timing`. */
export interface UpstreamTime {
  add(milliseconds: number): void;
}

const spent = new WeakMap<FastifyRequest, number>();

export function upstreamMsOf(request: FastifyRequest): number {
  return spent.get(request) ?? 0;
}

/** The parameter decorator beside the type: `@UpstreamTime() upstream: UpstreamTime`. */
export const UpstreamTime = createParamDecorator(
  (_data: unknown, context: ExecutionContext): UpstreamTime => {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    return { add: (milliseconds) => spent.set(request, upstreamMsOf(request) + milliseconds) };
  },
);
