import { setTimeout as pause } from 'node:timers/promises';
import {
  type CallHandler,
  type ExecutionContext,
  Injectable,
  Logger,
  type NestInterceptor,
} from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { catchError, from, mergeMap, type Observable, of } from 'rxjs';
import { DataSource } from 'typeorm';
import { callerOf } from './auth/caller';
import { canonicalHash } from './canonical-json';
import { idempotencyKeyOf } from './idempotency-key';
import { type Claim, IdempotencyRecords, type RequestName } from './idempotency-records';
import { problem, ProblemError } from './problem';
import { recordBy } from './request-context';

/** How long a repetition waits for the first request, and how often it looks. */
const WAIT_MS = 2_000;
const LOOK_EVERY_MS = 100;

/**
 * Makes a POST repeatable that writes no idempotency record of its own: `@UseInterceptors(...)` on the
 * handler. Only replies with 2xx are kept; of the body, which may hold credentials, only the hash. Whoever writes
 * rows in a transaction of its own keeps the reply there (`keepReply`), or notes there how far it is
 * (`noteProgress`) where the reply waits for somebody else; what is left is kept here, afterwards.
 */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  private readonly logger = new Logger('Idempotency');
  private readonly records: IdempotencyRecords;

  constructor(db: DataSource) {
    this.records = new IdempotencyRecords(db);
  }

  async intercept(context: ExecutionContext, next: CallHandler<unknown>): Promise<Observable<unknown>> {
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    const key = idempotencyKeyOf(request);
    const caller = callerOf(request);
    if (key === null || !caller) return next.handle();
    const path = request.url.split('?', 1)[0] ?? '';
    const name = { workspaceId: caller.workspaceId, method: request.method, path, key };
    const claim = await this.settle(name, canonicalHash(request.body));
    if (claim.outcome === 'recorded') {
      const response = this.repeated(name, claim.response);
      void reply.status(claim.status).header('idempotency-replayed', 'true');
      return of(response);
    }
    return this.run(name, claim, reply, next);
  }

  /** What the record holds of a reply. */
  protected kept(_name: RequestName, response: unknown): unknown {
    return response;
  }

  /** The reply again, of what the record holds. */
  protected repeated(_name: RequestName, kept: unknown): unknown {
    return kept;
  }

  private async complete(
    name: RequestName,
    token: string,
    status: number,
    response: unknown,
  ): Promise<unknown> {
    await this.records.complete(name, token, { status, response: this.kept(name, response) });
    return response;
  }

  /** Ours to run, or the first answer; waits briefly for a first request that still runs. */
  private async settle(name: RequestName, bodyHash: Buffer): Promise<Exclude<Claim, { outcome: 'running' }>> {
    const giveUpAt = Date.now() + WAIT_MS;
    for (;;) {
      const claim = await this.records.claim(name, bodyHash);
      if (claim.outcome === 'ours') return claim;
      if (!claim.sameBody) throw problem.idempotencyConflict();
      if (claim.outcome === 'recorded') return claim;
      if (Date.now() >= giveUpAt) throw problem.idempotencyInFlight();
      await pause(LOOK_EVERY_MS);
    }
  }

  private run(
    name: RequestName,
    { token, noted }: Extract<Claim, { outcome: 'ours' }>,
    reply: FastifyReply,
    next: CallHandler<unknown>,
  ): Observable<unknown> {
    recordBy({
      noted,
      keepReply: async (em, response) => {
        const kept = { status: reply.statusCode, response: this.kept(name, response) };
        if (!(await this.records.complete(name, token, kept, em))) throw problem.idempotencyInFlight();
      },
      noteProgress: async (em, progress) => {
        if (!(await this.records.note(name, token, progress, em))) throw problem.idempotencyInFlight();
      },
    });
    return next.handle().pipe(
      mergeMap((body) => from(this.complete(name, token, reply.statusCode, body))),
      catchError(async (error: unknown) => {
        const isRefusal = error instanceof ProblemError && error.status < 500;
        const end = isRefusal ? this.records.release(name, token) : this.records.yield(name, token);
        await end.catch((cause: unknown) => {
          this.logger.warn({ msg: 'An idempotency key stays claimed for a minute.', err: cause });
        });
        throw error;
      }),
    );
  }
}
