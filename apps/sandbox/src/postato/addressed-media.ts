import { digestOf } from '../frame/digest';
import type { NetworkMedia } from '../frame/network';

/** A file by its address: on its way, here, or not to be had. */
export type Addressed = { state: 'coming' } | { state: 'here'; file: NetworkMedia } | { state: 'missing' };

const TIMEOUT_MS = 10_000;

/** Files that posts name by address, fetched when the posts go out (media guide). Not kept over a restart. */
export class AddressedMedia {
  private readonly byPost = new Map<string, Map<string, Addressed>>();

  /** Begins to fetch what is not on its way yet, and tells how it stands. */
  of(postId: string, urls: readonly string[]): readonly Addressed[] {
    const files = this.byPost.get(postId) ?? new Map<string, Addressed>();
    if (urls.length > 0) this.byPost.set(postId, files);
    return urls.map((url) => {
      const known = files.get(url);
      if (known !== undefined) return known;
      const coming: Addressed = { state: 'coming' };
      files.set(url, coming);
      void fetched(url).then((result) => files.set(url, result));
      return coming;
    });
  }

  file(postId: string, url: string): NetworkMedia | null {
    const known = this.byPost.get(postId)?.get(url);
    return known?.state === 'here' ? known.file : null;
  }

  forget(postId: string): void {
    this.byPost.delete(postId);
  }
}

async function fetched(url: string): Promise<Addressed> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    if (!response.ok || response.body === null) return { state: 'missing' };
    const contentType = response.headers.get('content-type')?.split(';')[0]?.trim() ?? null;
    return { state: 'here', file: { contentType, ...(await digestOf(response.body)) } };
  } catch {
    // Unreachable, too slow, or broken off: the post fails for it, whichever it was.
    return { state: 'missing' };
  }
}
