/** Where media are kept, how large they may be and how long unused ones stay. */
import { join } from 'node:path';
import { z } from 'zod';

export interface MediaConfig {
  store: DiskStoreConfig | S3StoreConfig;
  /** Of one file. */
  maxBytes: number;
  /** Days for which a medium stays that no post needs. */
  keepDays: number;
}

export interface DiskStoreConfig {
  kind: 'disk';
  folder: string;
}

export interface S3StoreConfig {
  kind: 's3';
  bucket: string;
  region: string;
  /** `null`: AWS itself. */
  endpoint: string | null;
  /** `null`: what the environment of the process offers (a role, a profile). */
  credentials: { accessKeyId: string; secretAccessKey: string } | null;
  /** The bucket in the path rather than in the host name, as most stores other than AWS want it. */
  forcePathStyle: boolean;
  /** Whether upstreams reach its addresses from outside. */
  public: boolean;
}

const MAX_BYTES = 10 * 1024 ** 3;

const text = z.string().nullable().default(null);

/** The variables, for the one schema of the environment. */
export const MEDIA_ENVIRONMENT = {
  POSTERN_MEDIA_STORE: z.enum(['disk', 's3'], 'must be disk or s3').default('disk'),
  POSTERN_MEDIA_MAX_BYTES: z
    .string()
    .regex(/^\d{1,12}$/, `must be a whole number of bytes up to ${MAX_BYTES}`)
    .transform(Number)
    .pipe(z.number().min(1024, 'must be at least 1024').max(MAX_BYTES, `must be at most ${MAX_BYTES}`))
    .default(512 * 1024 ** 2),
  POSTERN_MEDIA_KEEP_DAYS: z
    .string()
    .regex(/^\d{1,4}$/, 'must be a whole number of days from 1 to 3650')
    .transform(Number)
    .pipe(z.number().min(1, 'must be at least 1').max(3650, 'must be at most 3650'))
    .default(30),
  POSTERN_MEDIA_S3_BUCKET: text,
  POSTERN_MEDIA_S3_REGION: z.string().default('us-east-1'),
  POSTERN_MEDIA_S3_ENDPOINT: z
    .string()
    .refine((value) => URL.canParse(value) && /^https?:$/.test(new URL(value).protocol), {
      message: 'must be an address with http:// or https://',
    })
    .nullable()
    .default(null),
  POSTERN_MEDIA_S3_ACCESS_KEY_ID: text,
  POSTERN_MEDIA_S3_SECRET_ACCESS_KEY: text,
  POSTERN_MEDIA_S3_FORCE_PATH_STYLE: z
    .enum(['true', 'false'], 'must be true or false')
    .nullable()
    .default(null),
  POSTERN_MEDIA_S3_PUBLIC: z.enum(['true', 'false'], 'must be true or false').nullable().default(null),
};

export type MediaEnvironment = z.output<z.ZodObject<typeof MEDIA_ENVIRONMENT>>;

export type MediaSettings = { ok: true; media: MediaConfig } | { ok: false; problems: string[] };

/** What the variables mean together; a problem names the variable and never its value. */
export function mediaConfigOf(values: MediaEnvironment, dataDir: string): MediaSettings {
  const rest = { maxBytes: values.POSTERN_MEDIA_MAX_BYTES, keepDays: values.POSTERN_MEDIA_KEEP_DAYS };
  if (values.POSTERN_MEDIA_STORE === 'disk') {
    // A bucket that is silently not used would be missed only once the disk is full or lost.
    return values.POSTERN_MEDIA_S3_BUCKET === null
      ? { ok: true, media: { ...rest, store: { kind: 'disk', folder: join(dataDir, 'media') } } }
      : { ok: false, problems: ['POSTERN_MEDIA_S3_BUCKET is given, but POSTERN_MEDIA_STORE is not s3'] };
  }
  const bucket = values.POSTERN_MEDIA_S3_BUCKET;
  const accessKeyId = values.POSTERN_MEDIA_S3_ACCESS_KEY_ID;
  const secretAccessKey = values.POSTERN_MEDIA_S3_SECRET_ACCESS_KEY;
  const problems: string[] = [];
  if (bucket === null) problems.push('POSTERN_MEDIA_S3_BUCKET is required where POSTERN_MEDIA_STORE is s3');
  if ((accessKeyId === null) !== (secretAccessKey === null)) {
    problems.push('POSTERN_MEDIA_S3_ACCESS_KEY_ID and POSTERN_MEDIA_S3_SECRET_ACCESS_KEY belong together');
  }
  if (bucket === null || problems.length > 0) return { ok: false, problems };
  const endpoint = values.POSTERN_MEDIA_S3_ENDPOINT;
  const pathStyle = values.POSTERN_MEDIA_S3_FORCE_PATH_STYLE;
  const isPublic = values.POSTERN_MEDIA_S3_PUBLIC;
  const store: S3StoreConfig = {
    kind: 's3',
    bucket,
    region: values.POSTERN_MEDIA_S3_REGION,
    endpoint,
    credentials: accessKeyId && secretAccessKey ? { accessKeyId, secretAccessKey } : null,
    forcePathStyle: pathStyle === null ? endpoint !== null : pathStyle === 'true',
    // Nobody can tell from an endpoint's name who reaches it; AWS itself is reached from everywhere.
    public: isPublic === null ? endpoint === null : isPublic === 'true',
  };
  return { ok: true, media: { ...rest, store } };
}
