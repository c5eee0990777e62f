import { z } from 'zod';
import { invalidRequest } from './refusal';
import type { MediaReference } from './state';

const media = z
  .object({
    id: z.string().optional(),
    url: z.string().optional(),
    type: z.string().optional(),
    alt: z.string().optional(),
    userTags: z.array(z.object({ username: z.string(), x: z.number(), y: z.number() })).optional(),
  })
  .refine(({ id, url }) => id !== undefined || url !== undefined, 'A medium needs an id or a url');

const element = z.object({ text: z.string(), media: z.array(media).optional() });
export const contentSchema = z.union([z.string(), z.array(element).min(1)]);
export const mediaSchema = z.array(media);
/** A time without its offset says nothing. */
export const timeSchema = z.iso.datetime({ offset: true, message: 'Must be ISO 8601 with a time zone' });

const createSchema = z.object({
  platform: z.enum(['instagram', 'twitter', 'x', 'linkedin', 'tiktok', 'youtube']),
  accountId: z.string().min(1),
  status: z.enum(['publish', 'scheduled', 'draft']),
  postType: z.string().min(1),
  content: contentSchema,
  media: mediaSchema.optional(),
  options: z.record(z.string(), z.unknown()).optional(),
  scheduledAt: timeSchema.optional(),
});

export type CreateInput = z.output<typeof createSchema>;
export type Content = z.output<typeof contentSchema>;

/** One tweet of a thread, or the whole of any other post. */
export interface Part {
  readonly text: string;
  readonly media: MediaReference[];
}

/** Reads create's body or throws `400 INVALID_REQUEST` with `details` by field. */
export function readCreateInput(body: unknown, nowMs: number): CreateInput {
  const input = parseBody(createSchema, body);
  if (input.status === 'scheduled' && input.scheduledAt === undefined) {
    throw invalidRequest({ scheduledAt: ['Required when status is scheduled'] });
  }
  if (input.scheduledAt !== undefined) requireFuture(input.scheduledAt, nowMs);
  return input;
}

export function parseBody<S extends z.ZodType>(schema: S, body: unknown): z.output<S> {
  const result = schema.safeParse(body ?? {});
  if (result.success) return result.data;
  const details: Record<string, string[]> = {};
  for (const { path, message } of result.error.issues) {
    const field = String(path[0] ?? 'body');
    details[field] = [...(details[field] ?? []), message];
  }
  throw invalidRequest(details);
}

export function requireFuture(time: string, nowMs: number): void {
  if (Date.parse(time) <= nowMs) throw invalidRequest({ scheduledAt: ['Must be in the future'] });
}

/** A string with the media beside it is one part. */
export function partsOf(content: Content, beside: MediaReference[] = []): Part[] {
  if (typeof content === 'string') return [{ text: content, media: beside }];
  return content.map(({ text, media: own }) => ({ text, media: own ?? [] }));
}
