export * from './conformance';
export type {
  ConformanceOptions,
  ConformanceUpstream,
  WebhookConformance,
  WebhookSample,
} from './conformance-types';
export { openWorld, referencesOf, submissionOf, type World } from './conformance-world';
export * from './fault-proxy';
export * from './test-context';
