/** How webhooks are sent to the endpoints of callers, and for how long what became of them is kept. */
import { z } from 'zod';

export interface WebhookConfig {
  /** Seconds between a failed attempt and the next, before jitter. After the last one the delivery is given up. */
  retrySeconds: number[];
  /** Of one attempt, from its start to the end of what is read of the answer. */
  timeoutSeconds: number;
  /** An endpoint at which nothing succeeded for so many days is switched off. */
  disableDays: number;
  /** How long deliveries that have ended are kept. */
  keepDays: number;
}

/** Quick at first, for a restart; then over three days and a half, for a weekend. */
const RETRIES = '5,15,60,300,900,1800,3600,7200,18000,36000,50400,72000,86400';
const MOST_RETRIES = 50;
const LONGEST_SECONDS = 7 * 86_400;

const whole = (minimum: number, maximum: number) =>
  z
    .string()
    .regex(/^\d{1,6}$/, `must be a whole number from ${minimum} to ${maximum}`)
    .transform(Number)
    .pipe(z.number().min(minimum, `must be at least ${minimum}`).max(maximum, `must be at most ${maximum}`));

/** The variables, for the one schema of the environment. */
export const WEBHOOK_ENVIRONMENT = {
  POSTERN_WEBHOOK_RETRIES: z
    .string()
    .default(RETRIES)
    .transform((value) => value.split(',').map((part) => part.trim()))
    .refine((parts) => parts.length <= MOST_RETRIES && parts.every(isPause), {
      message: `must be up to ${MOST_RETRIES} pauses in seconds, at most ${LONGEST_SECONDS} each, with commas between`,
    })
    .transform((parts) => parts.map(Number)),
  POSTERN_WEBHOOK_TIMEOUT_SECONDS: whole(1, 60).default(15),
  POSTERN_WEBHOOK_DISABLE_DAYS: whole(1, 365).default(5),
  POSTERN_WEBHOOK_KEEP_DAYS: whole(1, 3_650).default(30),
};

export type WebhookEnvironment = z.output<z.ZodObject<typeof WEBHOOK_ENVIRONMENT>>;

export function webhookConfigOf(values: WebhookEnvironment): WebhookConfig {
  return {
    retrySeconds: values.POSTERN_WEBHOOK_RETRIES,
    timeoutSeconds: values.POSTERN_WEBHOOK_TIMEOUT_SECONDS,
    disableDays: values.POSTERN_WEBHOOK_DISABLE_DAYS,
    keepDays: values.POSTERN_WEBHOOK_KEEP_DAYS,
  };
}

function isPause(part: string): boolean {
  return /^\d{1,6}(\.\d{1,3})?$/.test(part) && Number(part) <= LONGEST_SECONDS;
}
