/** What the rest of the gateway may know of the manifest language: this folder alone imports provider packages. */
export {
  createGenericProvider,
  explainManifest,
  lintManifest,
  loadPreset,
  parseManifest,
  PRESETS,
  type Manifest,
  type ManifestExplanation,
  type ManifestIssue,
  type ManifestTrial,
  type ManifestTrialInput,
  TRIAL_OPERATIONS,
  tryManifest,
  type TrialOperation,
} from '@postern/provider-generic';
