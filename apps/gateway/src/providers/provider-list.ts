/** The one place that imports the provider packages: adding a provider adds a line here and nowhere else. */
import type { Provider } from '@postern/core';
import { PRESETS, presetProvider } from '@postern/provider-generic';
import { createLayersProvider } from '@postern/provider-layers';
import { createPostPostProvider } from '@postern/provider-postpost';

export const PROVIDERS: readonly Provider[] = [
  createLayersProvider(),
  createPostPostProvider(),
  ...PRESETS.map(presetProvider),
];
