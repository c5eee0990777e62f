import type { FactoryProvider } from '@nestjs/common';
import { CONFIG, type Config } from '../config/config';
import { DiskMediaStore } from './disk-media-store';
import { MEDIA_STORE, type MediaStore } from './media-store';

export const mediaStoreProvider: FactoryProvider<MediaStore> = {
  provide: MEDIA_STORE,
  inject: [CONFIG],
  useFactory: ({ media: { store } }: Config) => {
    if (store.kind === 'disk') return new DiskMediaStore(store.folder);
    // Its client takes a third of a second to load, which nobody without a bucket needs.
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- an `import()` here would need a file's name
    const { S3MediaStore } = require('./s3-media-store') as typeof import('./s3-media-store');
    return new S3MediaStore(store);
  },
};
