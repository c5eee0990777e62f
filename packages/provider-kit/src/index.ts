export * from './address-guard';
export * from './classify';
export * from './credential-mark';
export {
  createHttpClient,
  type Acquired,
  type Exchange,
  type HttpClient,
  type HttpClientOptions,
  type HttpUse,
} from './http-client';
export { headerNameProblem } from './header-rules';
export { createAgents, type Agents } from './http-transport';
export * from './json-text';
export * from './redact';
export { parseRetryAfter } from './retry-after';
export * from './step-key';
export * from './times';
export * from './unanswered-call';
export * from './upstream-error';
export * from './webhook-registration';
export * from './webhook-signature';
export * from './wire';
