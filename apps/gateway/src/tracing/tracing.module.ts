import { Module } from '@nestjs/common';
import { TraceContexts } from './trace-contexts';

/** What goes on with the traces of requests. Who makes spans, and whether, is decided before any module is. */
@Module({ providers: [TraceContexts], exports: [TraceContexts] })
export class TracingModule {}
