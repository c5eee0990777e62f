import { z } from 'zod';

/** UTC with `Z`; offsets are refused although they name the same moment (Layers docs, reschedule). */
export const zuluTime = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z$/, 'Must be an ISO-8601 UTC time ending in Z.')
  .refine((text) => !Number.isNaN(Date.parse(text)), 'Not a calendar time.');

export const caption = z.string().max(2200);

/** A page size from a query string. */
export function pageLimit(standard: number, most: number): z.ZodType<number, string | undefined> {
  return z
    .string()
    .optional()
    .transform((text, context) => {
      if (text === undefined) return standard;
      const limit = /^\d+$/.test(text) ? Number(text) : NaN;
      if (limit >= 1 && limit <= most) return limit;
      context.addIssue({ code: 'custom', message: `Must be 1..${most}.` });
      return z.NEVER;
    });
}

/** Array filters repeat the parameter: `status=queued&status=publishing`. */
export function repeated<T extends z.ZodType>(item: T) {
  return z.preprocess(
    (value) => (value === undefined || Array.isArray(value) ? value : [value]),
    z.array(item).optional(),
  );
}
