export * from './conformance';
export type {
  ConformanceOptions,
  ConformanceUpstream,
  RegistrationConformance,
  WebhookConformance,
  WebhookSample,
} from './conformance-types';
export { openWorld, referencesOf, submissionOf, type World } from './conformance-world';
export * from './fault-proxy';
export * from './hook-receiver';
export * from './test-context';
