/**
 * Every job and its payload. A job is a hint to look at rows: losing one, running it twice or late changes
 * nothing but the moment at which they are looked at. Each names its workspace: a request may leave none of another.
 */
export interface Jobs {
  /** Something is due through a connection. */
  submit: { workspaceId: string; connectionId: string };
  /** A caller's command waits to be carried out upstream. */
  change: { workspaceId: string; commandId: string };
}

export type JobName = keyof Jobs;
