import { type Media } from '@postern/client';
import { useCallback, useEffect, useRef, useState } from 'react';
import { queryClient } from '../../api/queries';
import { uploadMedia } from '../../api/upload-media';
import { mediaQuery } from '../../components/content-preview/media-query';
import { type MediaDraft, newKey } from './draft';

export interface Upload {
  file: File;
  /** `blob:` address, to show it by. */
  localUrl: string;
  /** From 0 to 1. */
  share: number;
  /** Why it did not arrive; null while it is on its way, or there. */
  error: unknown;
}

export interface Uploads {
  /** By the key of the medium. */
  byKey: Readonly<Record<string, Upload>>;
  /** Begins to send files, and gives the media that stand for them. */
  add: (files: readonly File[]) => MediaDraft[];
  retry: (key: string) => void;
  drop: (key: string) => void;
}

/** Files on their way to the gateway. What has arrived is told; what has not stays, with a way to try again. */
export function useUploads(onStored: (key: string, mediaId: string) => void): Uploads {
  const [byKey, setByKey] = useState<Readonly<Record<string, Upload>>>({});
  const running = useRef(new Map<string, AbortController>());
  const addresses = useRef(new Set<string>());
  useEffect(() => {
    const [ending, made] = [running.current, addresses.current];
    return () => {
      for (const one of ending.values()) one.abort(new Error('The page was left.'));
      for (const one of made) URL.revokeObjectURL(one);
      ending.clear();
      made.clear();
    };
  }, []);
  const update = useCallback(
    (key: string, change: Partial<Upload>) =>
      setByKey((all) => (all[key] === undefined ? all : { ...all, [key]: { ...all[key], ...change } })),
    [],
  );
  const send = useCallback(
    async (key: string, file: File) => {
      const ending = new AbortController();
      running.current.set(key, ending);
      try {
        const media = await uploadMedia(file, {
          signal: ending.signal,
          onProgress: (share) => update(key, { share }),
          idempotencyKey: `upload-${key}`,
        });
        remember(media);
        update(key, { share: 1, error: null });
        onStored(key, media.id);
      } catch (error) {
        // Taken back by its person: there is nobody to tell.
        if (!ending.signal.aborted) update(key, { error });
      } finally {
        running.current.delete(key);
      }
    },
    [update, onStored],
  );
  return {
    byKey,
    add: (files) =>
      files.map((file) => {
        const key = newKey();
        const localUrl = URL.createObjectURL(file);
        addresses.current.add(localUrl);
        setByKey((all) => ({ ...all, [key]: { file, localUrl, share: 0, error: null } }));
        void send(key, file);
        return { key, mediaId: null, url: null, altText: '', name: file.name };
      }),
    retry: (key) => {
      const upload = byKey[key];
      if (upload === undefined) return;
      update(key, { share: 0, error: null });
      void send(key, upload.file);
    },
    drop: (key) => running.current.get(key)?.abort(new Error('The medium was removed.')),
  };
}

/** What the reply told need not be asked for. */
function remember(media: Media): void {
  queryClient.setQueryData(mediaQuery(media.id).queryKey, media);
}
