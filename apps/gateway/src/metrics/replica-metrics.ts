import { Injectable } from '@nestjs/common';
import { Counter, Gauge } from 'prom-client';
import { Reads } from '../database/reads';
import { MetricsRegistry } from './registry';

/** Who answers what may be a little old, and how old; of an API process that has a replica. */
@Injectable()
export class ReplicaMetrics {
  constructor(registry: MetricsRegistry, reads: Reads) {
    const { replica } = reads;
    if (replica === null) return;
    const answered = new Counter({
      name: 'postern_lagging_reads_total',
      help: 'Lists and figures that were asked for, by who answered: the replica, or the primary in its place.',
      labelNames: ['from'],
      registers: [registry],
      collect: () => {
        answered.reset();
        for (const [from, count] of Object.entries(reads.answered)) answered.inc({ from }, count);
      },
    });
    const age: Gauge = new Gauge({
      name: 'postern_replica_age_seconds',
      help: 'By how much what the replica shows may be behind; +Inf where that is not known.',
      registers: [registry],
      collect: () => age.set(replica.ageMs / 1000),
    });
  }
}
