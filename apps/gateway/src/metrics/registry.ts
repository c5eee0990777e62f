import { Registry } from 'prom-client';

/** The figures of one process; not the library's global one, so that two applications never share any. */
export class MetricsRegistry extends Registry {}
