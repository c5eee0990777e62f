/** An operation's `shape`: what everything else sees in place of the reply. */
import type { ProviderContext } from '@postern/core';
import type { HttpReply } from '@postern/provider-kit';
import type { Engine } from './engine';
import { ExpressionError } from './expression';
import type { Operation } from './manifest-schema';
import { toJson } from './value-path';

interface ShapedCall {
  engine: Engine;
  ctx: ProviderContext;
  operation: Operation;
  place: string;
}

/**
 * `unreadable`: the shape failed on a reply that claims success, which then says nothing certain. A refusal keeps
 * its own form where the shape fails on it or finds nothing in it: its status still says what it is.
 */
export async function shapedReply(
  { engine, ctx, operation, place }: ShapedCall,
  reply: HttpReply,
): Promise<HttpReply | 'unreadable'> {
  const { shape, success } = operation;
  if (shape === undefined || reply.json === undefined) return reply;
  const isTwoHundred = reply.status >= 200 && reply.status < 300;
  const claimsSuccess = isTwoHundred || success?.status?.includes(reply.status) === true;
  const input = { reply: toJson(reply.json), status: reply.status };
  try {
    const json = await engine.expressions.evaluate(shape, `${place}.shape`, input);
    return json === undefined && !claimsSuccess ? reply : { ...reply, json: json ?? null };
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    ctx.logger.warn('The shape of the manifest failed on a reply.', { problem: error.message });
    return claimsSuccess ? 'unreadable' : reply;
  }
}
