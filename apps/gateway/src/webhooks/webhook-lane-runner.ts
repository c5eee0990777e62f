import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../config/config';
import { eventView } from '../events/event-view';
import type { ClaimedDelivery, LaneClaim } from './webhook-claims.repository';
import { WebhookLaneMetrics } from './webhook-lane-metrics';
import { retryPlan } from './webhook-lane-policy';
import { webhookMessage } from './webhook-message';
import { WebhookRecorder } from './webhook-recorder';
import type { EndedAttempt, RecordedAttempt } from './webhook-recorder.repository';
import { openWebhookSecret, webhookSignature } from './webhook-secret';
import { inWebhookSpan, noteAnswer } from './webhook-span';
import { type WebhookAnswer, WebhookSender } from './webhook-sender';

export interface RunAttempt {
  durationMs: number;
  /** `null` where nothing was written. */
  written: RecordedAttempt | null;
}

const GONE_FROM_LOG: WebhookAnswer = {
  outcome: 'rejected',
  status: null,
  body: null,
  error: 'The event is no longer in the log, so there is nothing to send.',
  retryAfter: null,
  durationMs: 0,
};

/** Carries out one attempt of one delivery: signs, sends, and has the outcome written down. */
@Injectable()
export class WebhookLaneRunner {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly sender: WebhookSender,
    private readonly recorder: WebhookRecorder,
    private readonly metrics: WebhookLaneMetrics,
  ) {}

  /**
   * The secrets of an endpoint, the newest first.
   *
   * @throws SealError where one of them cannot be opened
   */
  secretsOf({ endpointId, secrets }: LaneClaim): string[] {
    return secrets.map((sealed) => openWebhookSecret(this.config.encryptionKeys, endpointId, sealed));
  }

  /** @param abandoned aborted where the process goes: what was in the middle is left to the next worker */
  run(
    claim: LaneClaim,
    delivery: ClaimedDelivery,
    secrets: readonly string[],
    abandoned: AbortSignal,
  ): Promise<RunAttempt> {
    return inWebhookSpan(claim, delivery, () => this.attempt(claim, delivery, secrets, abandoned));
  }

  /** Ends the connections that were kept. */
  close(): void {
    this.sender.close();
  }

  private async attempt(
    claim: LaneClaim,
    delivery: ClaimedDelivery,
    secrets: readonly string[],
    abandoned: AbortSignal,
  ): Promise<RunAttempt> {
    const began = performance.now();
    const { event } = delivery;
    if (event === null) return this.record(claim, delivery, GONE_FROM_LOG, delivery.claimedAt);
    const { workspaceId, payload, format, url } = claim;
    const { contentType, body } = webhookMessage(eventView(event), { workspaceId, payload, format });
    // The database's clock, as everywhere.
    const attemptedAt = delivery.claimedAt;
    const timestamp = Math.floor(attemptedAt / 1000);
    const signature = webhookSignature(secrets, { id: event.id, timestamp, body });
    const message = { url, contentType, body, id: event.id, timestamp, signature };
    const answer = await this.sender.send(message, abandoned);
    noteAnswer(answer);
    if (abandoned.aborted && answer.outcome === 'unreachable') {
      return { durationMs: answer.durationMs, written: null };
    }
    const latencyMs = attemptedAt + (performance.now() - began) - event.created_at.getTime();
    this.metrics.attempted(answer.outcome, latencyMs / 1000);
    return this.record(claim, delivery, answer, attemptedAt);
  }

  private async record(
    { endpointId, url, era }: LaneClaim,
    { id, attempts, event }: ClaimedDelivery,
    answer: WebhookAnswer,
    attemptedAt: number,
  ): Promise<RunAttempt> {
    const { outcome, durationMs, status, body, error, retryAfter } = answer;
    const ended: EndedAttempt = {
      deliveryId: id,
      endpointId,
      kind: event === null ? 'lost' : outcome === 'delivered' ? 'delivered' : 'failed',
      attempts,
      ...retryPlan(this.config.webhooks.retrySeconds, attempts),
      url,
      era,
      attemptedAt,
      retryAfter,
      durationMs,
      status,
      body,
      error,
    };
    return { durationMs, written: await this.recorder.record(ended) };
  }
}
