import type { Goal, Table } from '../bench';
import { milliseconds } from '../print';
import type { HookCounts } from '../stack/sandbox-client';
import type { Usage } from '../stack/usage';
import type { Stage } from './stages';

export interface Latency {
  perSecond: number;
  connections: number;
  /** Events after the warm-up. */
  counted: number;
  stages: Stage[];
  /** From the end of the warm-up to the last publication. */
  usage: Usage;
  receiverMs: number;
  /** Posts on the networks. */
  published: number;
  /** Events of their publication. */
  told: number;
  /** Different ones that were delivered, */
  delivered: number;
  /** delivered again, */
  repeated: number;
  /** and deliveries that the public library refused. */
  refused: number;
  hooks: HookCounts;
}

export function stageTable({ perSecond, connections, counted, stages }: Latency): Table {
  return {
    title: 'From the upstream’s webhook to ours',
    note:
      `${perSecond} posts a second of ${connections} connections; ${counted} events after the warm-up. Everything runs on ` +
      'this machine and has one clock. Percentiles of each stage by itself: they do not add up.',
    columns: ['stage', 'p50', 'p95', 'p99', 'max'],
    rows: stages.map(({ what, time: { p50, p95, p99, max } }) => [
      what,
      ...[p50, p95, p99, max].map(milliseconds),
    ]),
  };
}

export function costTable({ perSecond, usage, receiverMs }: Latency): Table {
  const events = (usage.wallMs * perSecond) / 1_000;
  const parts = [usage.api, usage.worker, usage.postgres, usage.sandbox, receiverMs];
  const each = (value: number | null) => (value === null ? null : `${(value / events).toFixed(2)} ms`);
  const share = (value: number | null) =>
    value === null ? null : `${Math.round((value / usage.wallMs) * 100)} %`;
  const total = parts.reduce<number | null>((sum, ms) => (sum === null || ms === null ? null : sum + ms), 0);
  return {
    title: 'Cost of an event, from hook to webhook',
    note:
      'While posts were published at that rate, divided by the posts: the hook, the read, two events (post and group), one ' +
      'delivery. The sandbox and the receiver belong to the bench.',
    columns: ['', 'API', 'worker', 'Postgres', 'sandbox', 'receiver', 'all', 'statements', 'transactions'],
    rows: [
      [
        'a post',
        ...[...parts, total].map(each),
        (usage.statements / events).toFixed(1),
        (usage.transactions / events).toFixed(1),
      ],
      ['of one processor', ...[...parts, total].map(share), null, null],
    ],
  };
}

export function goalsOf(result: Latency): Goal[] {
  const { published, told, delivered, repeated, refused, hooks } = result;
  return [
    {
      what: 'every publication is told once and delivered',
      measured: `${published} published, ${told} told, ${delivered} delivered, ${repeated} of them twice`,
      limit: 'none missing',
      met: published === told && told === delivered,
    },
    {
      what: 'the public library verifies every delivery',
      measured: `${refused} refused`,
      limit: 'none',
      met: refused === 0,
    },
    {
      what: 'every hook is taken at its first attempt',
      measured: `${hooks.sent} sent, ${hooks.repeated} repeated, ${hooks.failed} given up`,
      limit: 'none repeated',
      met: hooks.repeated + hooks.failed === 0,
    },
  ];
}
