/**
 * Spans, where somebody collects them. Where nobody does, `inSpan` runs its work and nothing else: no span, no
 * attributes and no context are made.
 */
import {
  type Attributes,
  type Context,
  context,
  createContextKey,
  type Link,
  propagation,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
  type Tracer,
} from '@opentelemetry/api';

/** Whom the `traceparent` of a call may be told, beside the collector. */
export type Outside = 'upstream' | 'webhooks';

export interface Collecting {
  tracer: Tracer;
  passesOn: Record<Outside, boolean>;
}

export interface SpanStart {
  kind?: SpanKind;
  attributes: Attributes;
  /** The `traceparent` that it goes on with; `null`: it begins a trace; absent: it is a part of what runs now. */
  parent?: string | null;
  /** Traces that it has to do with and is no part of, as `traceparent`. */
  links?: readonly string[];
}

export interface OpenSpan {
  span: Span;
  /** To be entered by whatever is a part of it. */
  context: Context;
}

const OPERATION = createContextKey('postern operation');

let collecting: Collecting | null = null;

/** Begins or, with `null`, ends the making of spans in this process. */
export function collectSpans(by: Collecting | null): void {
  collecting = by;
}

export function areSpansCollected(): boolean {
  return collecting !== null;
}

/** `null` where nobody collects spans. Whoever opens one ends it. */
export function openSpan(name: string, { parent, links, ...start }: SpanStart): OpenSpan | null {
  if (collecting === null) return null;
  const base = parent === undefined ? context.active() : contextOf(parent);
  const span = collecting.tracer.startSpan(name, { ...start, links: links?.flatMap(linkOf) }, base);
  return { span, context: trace.setSpan(base, span) };
}

/**
 * Runs `work` in a span of its own.
 *
 * @param start asked only where spans are collected
 */
export async function inSpan<T>(name: string, start: () => SpanStart, work: () => Promise<T>): Promise<T> {
  const open = collecting === null ? null : openSpan(name, start());
  if (open === null) return work();
  const { span } = open;
  const inside = open.context.setValue(OPERATION, name);
  try {
    return await context.with(inside, work);
  } catch (error) {
    // Its words may quote content; they are in the log.
    markFailed(span, error instanceof Error ? error.name : 'unknown');
    throw error;
  } finally {
    span.end();
  }
}

/** Adds to the span that is open, if any. Ids, numbers and words of ours: never content, never an address's query. */
export function noteInSpan(attributes: Attributes): void {
  if (collecting !== null) trace.getActiveSpan()?.setAttributes(attributes);
}

export function markFailed(span: Span, type: string): void {
  span.setStatus({ code: SpanStatusCode.ERROR }).setAttribute('error.type', type);
}

/** The name of the span that `inSpan` runs now. */
export function currentOperation(): string | null {
  const name = context.active().getValue(OPERATION);
  return typeof name === 'string' ? name : null;
}

/** What is stored with work that somebody else goes on with; `null` where nobody collects spans. */
export function currentTraceParent(): string | null {
  if (collecting === null) return null;
  const carrier: { traceparent?: string } = {};
  propagation.inject(context.active(), carrier);
  return carrier.traceparent ?? null;
}

/** The headers that tell others of the trace: none, unless the operator has asked for them. */
export function tracingHeaders(outside: Outside): Record<string, string> {
  const carrier: Record<string, string> = {};
  if (collecting?.passesOn[outside]) propagation.inject(context.active(), carrier);
  return carrier;
}

/** What a line of the log says of the trace in which it was written. */
export function traceOfLine(): object {
  const span = trace.getSpanContext(context.active());
  return span === undefined ? {} : { trace_id: span.traceId, span_id: span.spanId };
}

function contextOf(traceparent: string | null): Context {
  return traceparent === null ? ROOT_CONTEXT : propagation.extract(ROOT_CONTEXT, { traceparent });
}

function linkOf(traceparent: string): Link[] {
  const linked = trace.getSpanContext(contextOf(traceparent));
  return linked === undefined ? [] : [{ context: linked }];
}
