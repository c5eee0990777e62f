/** How long whoever signs in to the admin app stays signed in. */
import { z } from 'zod';

export interface SessionConfig {
  /** After so many hours a session ends, whatever was done in it. */
  hours: number;
  /** After so many minutes without a request it ends, too. */
  idleMinutes: number;
}

const whole = (minimum: number, maximum: number) =>
  z
    .string()
    .regex(/^\d{1,6}$/, `must be a whole number from ${minimum} to ${maximum}`)
    .transform(Number)
    .pipe(z.number().min(minimum, `must be at least ${minimum}`).max(maximum, `must be at most ${maximum}`));

/** The variables, for the one schema of the environment. */
export const SESSION_ENVIRONMENT = {
  POSTERN_SESSION_HOURS: whole(1, 720).default(12),
  POSTERN_SESSION_IDLE_MINUTES: whole(5, 43_200).default(120),
};

export type SessionEnvironment = z.output<z.ZodObject<typeof SESSION_ENVIRONMENT>>;

export function sessionConfigOf(values: SessionEnvironment): SessionConfig {
  return { hours: values.POSTERN_SESSION_HOURS, idleMinutes: values.POSTERN_SESSION_IDLE_MINUTES };
}
