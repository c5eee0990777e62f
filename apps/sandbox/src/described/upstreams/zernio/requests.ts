import { z } from 'zod';

const time = z.iso.datetime({ offset: true });
const mediaItem = z.looseObject({ url: z.url() });
const target = z.strictObject({
  platform: z.string(),
  accountId: z.string(),
  customContent: z.string().optional(),
  platformSpecificData: z.record(z.string(), z.unknown()).optional(),
});
const content = {
  content: z.string().optional(),
  mediaItems: z.array(mediaItem).optional(),
  publishNow: z.boolean().optional(),
  scheduledFor: time.optional(),
  queuedFromProfile: z.string().optional(),
  isDraft: z.boolean().optional(),
  timezone: z.string().optional(),
  metadata: z.record(z.string(), z.string()).optional(),
};
export const createBody = z.strictObject({ ...content, platforms: z.array(target).min(1) });
export const updateBody = z.strictObject({ ...content, platforms: z.array(target).min(1).optional() });
export type CreateBody = z.output<typeof createBody>;
export type UpdateBody = z.output<typeof updateBody>;

const whole = z.string().regex(/^\d+$/).transform(Number);
export const listQuery = z.strictObject({
  page: whole.pipe(z.number().min(1)).optional(),
  limit: whole.pipe(z.number().min(1).max(100)).default(10),
  offset: whole.optional(),
  // The enumeration of the filter is shorter than that of the schema.
  status: z.enum(['draft', 'scheduled', 'published', 'failed']).optional(),
  platform: z.string().optional(),
  accountId: z.string().optional(),
  fromDate: z.union([time, z.iso.date()]).optional(),
  toDate: z.union([time, z.iso.date()]).optional(),
});

/** What create and update submit, for magic words. */
export function textOf(body: unknown): string | null {
  const read = z.looseObject({ content: z.string().optional(), platforms: z.array(z.unknown()).optional() });
  const { data } = read.safeParse(body);
  if (data === undefined) return null;
  const own = (data.platforms ?? []).map(
    (row) => z.object({ customContent: z.string() }).safeParse(row).data,
  );
  return [data.content, ...own.map((row) => row?.customContent)]
    .filter((text) => text !== undefined)
    .join('\n');
}
