export { createGenericProvider, presetProvider } from './generic-provider';
export { ExpressionError } from './expression';
export { EXPRESSION_LIMITS } from './expression-thread';
export { MANIFEST_RULES, type ManifestIssue, type ManifestRule } from './manifest-issue';
export { lintManifest } from './manifest-lint';
export { tryManifest } from './manifest-try';
export { explainManifest } from './manifest-explain';
export { parseManifest, type ParsedManifest } from './manifest-parse';
export { MANIFEST_VERSION, manifestJsonSchema, manifestSchema, type Manifest } from './manifest-schema';
export {
  TRIAL_OPERATIONS,
  type ManifestExplanation,
  type ManifestTrial,
  type ManifestTrialInput,
  type TrialOperation,
  type TrialReading,
  type TrialReply,
} from './manifest-tools';
export { loadPreset, PRESETS, type PresetName } from './presets';
