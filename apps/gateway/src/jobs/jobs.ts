/**
 * Every job and its payload. A job is a hint to look at a row: losing one, running it twice or late changes
 * nothing but the moment at which the row is looked at.
 */
export interface Jobs {
  submit: { submissionId: string };
}

export type JobName = keyof Jobs;

/** Equal keys are one job: a newer hint replaces the older one. */
export function jobKey<N extends JobName>(name: N, payload: Jobs[N]): string {
  return `${name}:${Object.values(payload).join(':')}`;
}
