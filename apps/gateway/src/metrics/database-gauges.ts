import { Injectable, Logger } from '@nestjs/common';
import { Gauge } from 'prom-client';
import { ProviderRegistry } from '../providers/provider-registry';
import { GaugesRepository, type Sample } from './gauges.repository';
import { MetricsRegistry } from './registry';

/** Scrapes of several collectors within this cost one question. */
const FRESH_MS = 5_000;
const OFF_REASONS = ['gone', 'failing'];
const OPEN_STATUSES = ['draft', 'pending_approval', 'scheduled', 'queued', 'publishing', 'unknown'];

/** Figures of the whole installation, asked of the database at a scrape: every process shows the same. */
@Injectable()
export class DatabaseGauges {
  private readonly logger = new Logger('Metrics');
  private readonly gauges: ReturnType<typeof makeGauges>;
  private latest: { asked: Promise<void>; at: number } | null = null;

  constructor(
    registry: MetricsRegistry,
    private readonly repository: GaugesRepository,
    private readonly providers: ProviderRegistry,
  ) {
    this.gauges = makeGauges(registry);
  }

  /** Never throws: without a database the gauges are absent, and `postern_database_up` is 0. */
  refresh(): Promise<void> {
    const now = performance.now();
    if (this.latest === null || now - this.latest.at > FRESH_MS) this.latest = { asked: this.ask(), at: now };
    return this.latest.asked;
  }

  private async ask(): Promise<void> {
    try {
      const sample = await this.repository.sample();
      const budgets = await this.budgetsOf(sample);
      this.forget();
      this.set(sample);
      for (const { used, ...labels } of budgets) this.gauges.budgetUsed.set(labels, used);
    } catch (error) {
      this.forget();
      this.gauges.databaseUp.set(0);
      // The next scrape asks again.
      this.latest = null;
      this.logger.warn(
        `The database gave no figures: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  }

  /** A figure that is not known is absent, never the last one that was. */
  private forget(): void {
    for (const gauge of Object.values(this.gauges)) gauge.reset();
    // One without labels would show 0.
    const { gauges } = this;
    for (const gauge of [
      gauges.databaseUp,
      gauges.workersAlive,
      gauges.workersStalled,
      gauges.schedulerLag,
      gauges.unknownOldest,
      gauges.eventsWaiting,
      gauges.webhooksPending,
      gauges.webhookOldest,
      gauges.readsLate,
      gauges.commandsPending,
      gauges.databaseBytes,
    ])
      gauge.remove();
  }

  /** The busiest connection of each provider; its limit is known to the provider alone. */
  private async budgetsOf({ budgets }: Sample) {
    const find = await this.providers.finder(budgets);
    const used = new Map<string, { provider: string; kind: string; used: number }>();
    for (const { spent, kind, ...source } of budgets) {
      const found = find(source);
      if (!found.ok) continue;
      const share = spent / found.provider.descriptor.rateBudgets[kind].limit;
      // Workspaces may call manifests of their own by one name.
      const name = `${source.provider} ${kind}`;
      if (share >= (used.get(name)?.used ?? 0))
        used.set(name, { provider: source.provider, kind, used: share });
    }
    return used.values();
  }

  private set(sample: Sample): void {
    const { gauges } = this;
    gauges.databaseUp.set(1);
    gauges.databaseBytes.set(sample.databaseBytes);
    gauges.readsLate.set(sample.readsLateSeconds);
    gauges.commandsPending.set(sample.commandsPending);
    gauges.workersAlive.set(sample.workersAlive);
    gauges.workersStalled.set(sample.workersStalled);
    gauges.eventsWaiting.set(Math.max(0, sample.eventsWaitingSeconds));
    gauges.webhooksPending.set(sample.webhooks.pending);
    gauges.webhookOldest.set(Math.max(0, sample.webhooks.oldestSeconds));
    for (const reason of OFF_REASONS) {
      const off = sample.webhooksOff.find((each) => each.reason === reason);
      gauges.webhooksOff.set({ reason }, off?.count ?? 0);
    }
    const claimable = sample.due.find(({ blocked }) => !blocked);
    gauges.schedulerLag.set(Math.max(0, claimable?.oldestSeconds ?? 0));
    for (const blocked of [false, true]) {
      const count = sample.due.find((due) => due.blocked === blocked)?.count ?? 0;
      gauges.submissionsDue.set({ blocked: String(blocked) }, count);
    }
    for (const status of OPEN_STATUSES) {
      gauges.postsOpen.set({ status }, sample.openPosts.find((open) => open.status === status)?.count ?? 0);
    }
    gauges.unknownOldest.set(Math.max(0, sample.oldestUnknownSeconds));
    for (const { count, ...labels } of sample.pauses) gauges.pauses.set(labels, count);
    for (const { count, ...labels } of sample.connections) gauges.connections.set(labels, count);
  }
}

function makeGauges(registry: MetricsRegistry) {
  const gauge = <L extends string = never>(name: string, help: string, labelNames: L[] = []) =>
    new Gauge<L>({ name, help, labelNames, registers: [registry] });
  return {
    databaseUp: gauge('postern_database_up', 'Whether this process could ask the database; 0 or 1.'),
    workersAlive: gauge('postern_workers_alive', 'Worker processes whose heart beats.'),
    workersStalled: gauge('postern_workers_stalled', 'Live workers of which a loop does not turn.'),
    eventsWaiting: gauge(
      'postern_events_waiting_seconds',
      'Age of the event that has waited longest to be shown in the log.',
    ),
    webhooksPending: gauge(
      'postern_webhook_deliveries_pending',
      'Deliveries that wait to be sent, or sent again, to endpoints that are active.',
    ),
    webhookOldest: gauge(
      'postern_webhook_oldest_pending_seconds',
      'Age of the oldest delivery that waits, of endpoints that are active.',
    ),
    webhooksOff: gauge('postern_webhook_endpoints_off', 'Endpoints that were switched off by Postern.', [
      'reason',
    ]),
    schedulerLag: gauge(
      'postern_scheduler_lag_seconds',
      'Age of the oldest due submission that nobody holds and nothing blocks.',
    ),
    submissionsDue: gauge(
      'postern_submissions_due',
      'Submissions that are due and that nobody holds; blocked: by a pause, a breaker or a connection.',
      ['blocked'],
    ),
    postsOpen: gauge('postern_posts_open', 'Posts that are not final, by status.', ['status']),
    unknownOldest: gauge(
      'postern_posts_unknown_oldest_seconds',
      'Since the last attempt at the post whose outcome has been unknown for longest.',
    ),
    pauses: gauge('postern_traffic_pauses', 'Pauses and breakers that stand.', ['scope', 'reason', 'state']),
    budgetUsed: gauge(
      'postern_rate_budget_used_ratio',
      'Share of the rate budget that the busiest connection of a provider has used; 1 = all of it.',
      ['provider', 'kind'],
    ),
    readsLate: gauge(
      'postern_reconcile_staleness_seconds',
      'For how long the read of a state has been due that nothing blocks.',
    ),
    commandsPending: gauge(
      'postern_commands_pending',
      'Cancels, reschedules and retries that are not carried out yet.',
    ),
    databaseBytes: gauge('postern_database_size_bytes', 'Size of the database, indexes and all.'),
    connections: gauge('postern_connections', 'Connections by provider and status.', ['provider', 'status']),
  };
}
