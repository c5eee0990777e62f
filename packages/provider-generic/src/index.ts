export { createGenericProvider } from './generic-provider';
export { ExpressionError, EXPRESSION_LIMITS } from './expression';
export { parseManifest, type ManifestIssue, type ParsedManifest } from './manifest-parse';
export { MANIFEST_VERSION, manifestJsonSchema, manifestSchema, type Manifest } from './manifest-schema';
export { loadPreset, PRESETS, type PresetName } from './presets';
