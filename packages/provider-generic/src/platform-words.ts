/** Platform words in both directions. */
import { normalisePlatform } from '@postern/core';
import type { Manifest } from './manifest-schema';

export class PlatformWords {
  private readonly ours = new Map<string, string>();

  constructor(private readonly platforms: Manifest['platforms']) {
    for (const [name, platform] of Object.entries(platforms)) {
      for (const word of [name, platform.word ?? name, ...platform.aliases]) {
        this.ours.set(word.toLowerCase(), name);
      }
    }
  }

  /** The upstream's word; ours where the manifest does not know the platform. */
  toUpstream(platform: string): string {
    return this.platforms[platform]?.word ?? platform;
  }

  /** Our word; an unlisted one stays as it is. */
  toOurs(word: string): string {
    return this.ours.get(word.toLowerCase()) ?? normalisePlatform(word);
  }
}
