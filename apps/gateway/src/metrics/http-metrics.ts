import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { Histogram } from 'prom-client';
import { MetricsRegistry } from './registry';

const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** How long requests of the API take, by route template: an address of a caller's making is no label. */
@Injectable()
export class HttpMetrics implements OnModuleInit {
  private readonly duration: Histogram<'method' | 'route' | 'status'>;

  constructor(
    registry: MetricsRegistry,
    private readonly host: HttpAdapterHost,
  ) {
    this.duration = new Histogram({
      name: 'postern_http_request_duration_seconds',
      help: 'From the first line of a request to the last byte of its reply.',
      labelNames: ['method', 'route', 'status'],
      buckets: BUCKETS,
      registers: [registry],
    });
  }

  onModuleInit(): void {
    const fastify = this.host.httpAdapter.getInstance<FastifyInstance>();
    fastify.addHook('onResponse', (request, reply, done) => {
      // It lasts as long as its client wants.
      const isStream = String(reply.getHeader('content-type')).startsWith('text/event-stream');
      if (isStream) return done();
      const route = request.routeOptions.url ?? 'unmatched';
      const labels = { method: request.method, route, status: String(reply.statusCode) };
      this.duration.observe(labels, reply.elapsedTime / 1000);
      done();
    });
  }
}
