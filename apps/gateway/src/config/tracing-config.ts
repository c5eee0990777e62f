/** Where spans are sent, by the names that OpenTelemetry has for it, and whom a trace is told. */
import { z } from 'zod';

export interface TracingConfig {
  /** Whole address that takes OTLP as JSON over HTTP. */
  url: string;
  /** What is sent along, as `name=value,…`, percent-encoded; may hold secrets. */
  headers: string | null;
  /** `null`: named after the process. */
  serviceName: string | null;
  sampler: SamplerConfig;
  /** Whether `traceparent` leaves the house, to providers and to webhook endpoints. */
  passesOn: { upstream: boolean; webhooks: boolean };
}

export interface SamplerConfig {
  kind: 'on' | 'off' | 'ratio';
  /** Of the traces that begin here, from 0 to 1. */
  ratio: number;
  /** What a caller has decided for the trace holds. */
  followsParent: boolean;
}

const SAMPLERS = [
  'always_on',
  'always_off',
  'traceidratio',
  'parentbased_always_on',
  'parentbased_always_off',
  'parentbased_traceidratio',
] as const;

const endpoint = z
  .string()
  .refine((value) => URL.canParse(value) && /^https?:$/.test(new URL(value).protocol), {
    message: 'must be an address with http:// or https://',
  })
  .nullable()
  .default(null);

const flag = z
  .enum(['true', 'false'], 'must be true or false')
  .transform((value) => value === 'true')
  .default(false);

/** The variables, for the one schema of the environment. */
export const TRACING_ENVIRONMENT = {
  OTEL_EXPORTER_OTLP_ENDPOINT: endpoint,
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: endpoint,
  OTEL_EXPORTER_OTLP_HEADERS: z
    .string()
    .regex(/^\s*[^=,\s]+=[^,]*(,\s*[^=,\s]+=[^,]*)*$/, 'must read name=value, several parted by commas')
    .nullable()
    .default(null),
  OTEL_SERVICE_NAME: z.string().max(255, 'must have at most 255 characters').nullable().default(null),
  OTEL_TRACES_SAMPLER: z
    .enum(SAMPLERS, `must be one of ${SAMPLERS.join(', ')}`)
    .default('parentbased_always_on'),
  OTEL_TRACES_SAMPLER_ARG: z
    .string()
    .regex(/^(0(\.\d+)?|1(\.0+)?)$/, 'must be a number from 0 to 1')
    .transform(Number)
    .default(1),
  POSTERN_TRACE_UPSTREAM: flag,
  POSTERN_TRACE_WEBHOOKS: flag,
};

export type TracingEnvironment = z.output<z.ZodObject<typeof TRACING_ENVIRONMENT>>;

export type TracingSettings = { ok: true; tracing: TracingConfig | null } | { ok: false; problems: string[] };

const PASSING_ON = ['POSTERN_TRACE_UPSTREAM', 'POSTERN_TRACE_WEBHOOKS'] as const;

/** What the variables mean together. Without a collector nothing is traced. */
export function tracingConfigOf(values: TracingEnvironment): TracingSettings {
  const url = values.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT ?? signalOf(values.OTEL_EXPORTER_OTLP_ENDPOINT);
  if (url === null) {
    const problems = PASSING_ON.filter((name) => values[name]).map(
      (name) => `${name} needs a collector: OTEL_EXPORTER_OTLP_ENDPOINT is not given`,
    );
    return problems.length > 0 ? { ok: false, problems } : { ok: true, tracing: null };
  }
  return {
    ok: true,
    tracing: {
      url,
      headers: values.OTEL_EXPORTER_OTLP_HEADERS,
      serviceName: values.OTEL_SERVICE_NAME,
      sampler: samplerOf(values.OTEL_TRACES_SAMPLER, values.OTEL_TRACES_SAMPLER_ARG),
      passesOn: { upstream: values.POSTERN_TRACE_UPSTREAM, webhooks: values.POSTERN_TRACE_WEBHOOKS },
    },
  };
}

/** The common address has a path of its own for each kind of signal. */
function signalOf(base: string | null): string | null {
  return base === null ? null : `${base.replace(/\/+$/, '')}/v1/traces`;
}

function samplerOf(name: (typeof SAMPLERS)[number], ratio: number): SamplerConfig {
  const followsParent = name.startsWith('parentbased_');
  if (name.endsWith('traceidratio')) return { kind: 'ratio', ratio, followsParent };
  return { kind: name.endsWith('off') ? 'off' : 'on', ratio, followsParent };
}
