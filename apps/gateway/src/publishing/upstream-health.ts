import { Injectable } from '@nestjs/common';
import type { SubmitResult } from '@postern/core';
import type { OpenConnection } from '../connections/connection-contexts';
import { ConnectionAttention } from '../traffic/connection-attention';
import { Traffic } from '../traffic/traffic';
import type { EvidenceRecorder } from './evidence';
import type { Outcome } from './outcome';
import type { ClaimedSubmission } from './submission';

/** What an attempt says about the upstream itself, beyond its own posts. */
@Injectable()
export class UpstreamHealth {
  constructor(
    private readonly attention: ConnectionAttention,
    private readonly traffic: Traffic,
  ) {}

  /** A refusal may be an account's, the content's or the connection's; the last one stops all of its posts. */
  async isDown(connection: OpenConnection, claim: ClaimedSubmission, result: SubmitResult): Promise<boolean> {
    const refused = result.posts.flatMap((post) =>
      post.outcome === 'rejected' && post.error.category === 'auth' ? post : [],
    );
    if (refused[0] === undefined) return false;
    const ids = new Set(refused.map((post) => post.postId));
    const accounts = claim.posts.filter((post) => ids.has(post.id)).map((post) => post.accountReference);
    return (await this.attention.confirm(connection, refused[0].error, accounts)) === 'connection';
  }

  /** What the breakers see of it; our own budget's refusals are none of the upstream's doing. */
  async sample({ connection }: OpenConnection, outcome: Outcome, evidence: EvidenceRecorder): Promise<void> {
    const { error } = outcome.attempt;
    if (!evidence.anythingSent && error?.code !== 'NETWORK_ERROR') return;
    await this.traffic.sample({
      connectionId: connection.id,
      providerId: connection.pausedAs,
      error,
      unknown: outcome.attempt.outcome === 'unknown',
    });
  }
}
