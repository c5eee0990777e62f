/** The one place that imports the provider packages: adding a provider adds a line here and nowhere else. */
import type { Provider } from '@postern/core';

export const PROVIDERS: readonly Provider[] = [];
