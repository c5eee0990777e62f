/** What the rest of the gateway may know of the manifest language: this folder alone imports provider packages. */
export {
  createGenericProvider,
  loadPreset,
  parseManifest,
  PRESETS,
  type Manifest,
  type ManifestIssue,
} from '@postern/provider-generic';
