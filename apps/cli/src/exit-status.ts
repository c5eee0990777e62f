/** What the command's exit status says to a script; documented in the README. */
export const EXIT = {
  ok: 0,
  /** The gateway refused, or posts failed. */
  failed: 1,
  /** The command was not written as it should be. */
  usage: 2,
  /** No answer from the gateway. */
  unreachable: 3,
  /** The time for waiting was over first. */
  unfinished: 4,
  /** As shells report Ctrl-C. */
  interrupted: 130,
} as const;

export type ExitStatus = (typeof EXIT)[keyof typeof EXIT];

/** A mistake in how the command was called. The message is for the person who called it. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
