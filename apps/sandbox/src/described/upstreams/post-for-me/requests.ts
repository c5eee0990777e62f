import { z } from 'zod';

/** As accounts, configurations and filters name them. */
const platform = z.enum([
  'x',
  'linkedin',
  'instagram',
  'facebook',
  'tiktok',
  'tiktok_business',
  'youtube',
  'threads',
  'bluesky',
  'pinterest',
]);
const media = z.array(z.strictObject({ url: z.url() }));
const configuration = z.strictObject({ caption: z.string().optional(), media: media.optional() });

/** Create and the full replacement take the same. */
export const postBody = z.strictObject({
  caption: z.string(),
  social_accounts: z.array(z.string()).min(1),
  scheduled_at: z.iso.datetime({ offset: true }).nullable().optional(),
  external_id: z.string().nullable().optional(),
  isDraft: z.boolean().nullable().optional(),
  media: media.nullable().optional(),
  platform_configurations: z.partialRecord(platform, configuration).nullable().optional(),
  account_configurations: z
    .array(z.strictObject({ social_account_id: z.string(), configuration }))
    .nullable()
    .optional(),
});
export type PostBody = z.output<typeof postBody>;

/** A key that repeats means one of them. */
export const several = z
  .union([z.string(), z.array(z.string())])
  .transform((value) => [value].flat())
  .optional();
export const whole = z.string().regex(/^\d+$/).transform(Number);
const paging = {
  limit: whole.pipe(z.number().min(1).max(100)).default(20),
  offset: whole.default(0),
};

export const postsQuery = z.strictObject({
  ...paging,
  external_id: several,
  platform: several,
  social_account_id: several,
  status: several,
});
export const resultsQuery = z.strictObject({
  ...paging,
  post_id: several,
  platform: several,
  social_account_id: several,
});
export const accountsQuery = z.strictObject({ ...paging, id: several, platform: several });

export const webhookBody = z.strictObject({
  url: z.url(),
  event_types: z
    .array(
      z.enum([
        'social.post.created',
        'social.post.updated',
        'social.post.deleted',
        'social.post.result.created',
        'social.account.created',
        'social.account.updated',
      ]),
    )
    .min(1),
});

/** Whether a value is among those asked for; nothing asked for = any. */
export function isAmong(wanted: readonly string[] | undefined, value: unknown): boolean {
  return wanted === undefined || (typeof value === 'string' && wanted.includes(value));
}

/** What a post submits, for magic words. */
export function textOf(body: unknown): string | null {
  const read = postBody.pick({ caption: true, platform_configurations: true, account_configurations: true });
  const { data } = z.looseObject(read.shape).safeParse(body);
  if (data === undefined) return null;
  const ofPlatforms = Object.values(data.platform_configurations ?? {});
  const ofAccounts = (data.account_configurations ?? []).map(({ configuration: own }) => own);
  const own = [...ofPlatforms, ...ofAccounts].flatMap((each) => each?.caption ?? []);
  return [data.caption, ...own].join('\n');
}
