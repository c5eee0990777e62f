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
  {
    preset: 'ayrshare',
    described: 'ayrshare',
    steps: ['ayrshare.create'],
    failure: { code: 'UPSTREAM_ERROR', upstreamCode: '161' },
    lost: 'published',
  },
  {
    preset: 'post-for-me',
    described: 'post-for-me',
    steps: ['post-for-me.create', 'post-for-me.update'],
    failure: { code: 'UPSTREAM_ERROR' },
    lost: 'published',
  },
];
