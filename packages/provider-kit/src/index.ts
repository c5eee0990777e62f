export * from './address-guard';
export * from './classify';
export {
  createHttpClient,
  type Acquired,
  type Exchange,
  type HttpClient,
  type HttpClientOptions,
} from './http-client';
export * from './json-text';
export * from './redact';
export { parseRetryAfter } from './retry-after';
export * from './times';
export * from './upstream-error';
export * from './webhook-signature';
export * from './wire';
