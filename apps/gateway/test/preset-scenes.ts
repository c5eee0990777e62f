/** The presets that go through the gateway, and how the sandbox plays each. */
import type { PresetScene } from './preset-gateway';

export const SCENES: readonly PresetScene[] = [
  {
    preset: 'zernio',
    described: 'zernio',
    steps: ['zernio.create'],
    failure: { code: 'AUTH_EXPIRED' },
    lost: 'published',
  },
];
