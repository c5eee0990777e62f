/** The collecting of spans: what makes them, which of them are kept, and where they are sent. */
import { context, diag, DiagLogLevel, propagation, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import {
  parseKeyPairsIntoRecord,
  setGlobalErrorHandler,
  W3CTraceContextPropagator,
} from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  BatchSpanProcessor,
  ParentBasedSampler,
  type Sampler,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import type { Logger } from 'pino';
import type { SamplerConfig, TracingConfig } from '../config/tracing-config';
import { readVersion } from '../version';
import { collectSpans } from './spans';

/** A collector that is away keeps no process from its end. */
const LAST_WORDS_MS = 3_000;
/** While a collector is away, one line tells of it now and then. */
const TELL_EVERY_MS = 60_000;

/** Begins to collect spans in this process. Loaded only where an operator has named a collector. */
export function startTracing(
  config: TracingConfig,
  process: 'api' | 'worker',
  logger: Logger,
): { stop(): Promise<void> } {
  tellOfTrouble(logger);
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  const exporter = new OTLPTraceExporter({
    url: config.url,
    headers: parseKeyPairsIntoRecord(config.headers ?? ''),
  });
  const provider = new TracerProvider({
    resource: resourceFromAttributes({
      'service.name': config.serviceName ?? `postern-${process}`,
      'service.version': readVersion(),
      'postern.process': process,
    }),
    sampler: samplerOf(config.sampler),
    spanProcessors: [new BatchSpanProcessor({ exporter })],
  });
  trace.setGlobalTracerProvider(provider);
  collectSpans({ tracer: provider.getTracer('postern', readVersion()), passesOn: config.passesOn });
  return {
    stop: async () => {
      collectSpans(null);
      const lastWords = provider.shutdown().catch((error: unknown) => {
        logger.warn({ err: error }, 'The last spans could not be sent.');
      });
      let timer: NodeJS.Timeout | undefined;
      const enough = new Promise<void>((resolve) => (timer = setTimeout(resolve, LAST_WORDS_MS)));
      await Promise.race([lastWords, enough]);
      clearTimeout(timer);
    },
  };
}

function samplerOf({ kind, ratio, followsParent }: SamplerConfig): Sampler {
  const root = rootSampler(kind, ratio);
  return followsParent ? new ParentBasedSampler({ root }) : root;
}

function rootSampler(kind: SamplerConfig['kind'], ratio: number): Sampler {
  switch (kind) {
    case 'on':
      return new AlwaysOnSampler();
    case 'off':
      return new AlwaysOffSampler();
    case 'ratio':
      return new TraceIdRatioBasedSampler(ratio);
  }
}

/** The library's own words: a request that failed would otherwise be told of on standard error. */
function tellOfTrouble(logger: Logger): void {
  let toldAt = -Infinity;
  setGlobalErrorHandler((error) => {
    if (performance.now() - toldAt < TELL_EVERY_MS) return;
    toldAt = performance.now();
    logger.warn({ err: error }, 'Spans could not be sent.');
  });
  const say = (message: string) => logger.debug({ context: 'OpenTelemetry' }, message);
  diag.setLogger(
    { error: say, warn: say, info: say, debug: say, verbose: say },
    { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true },
  );
}
