/**
 * A call that can publish and whose answer was not heard: how long it may still arrive, and when an upstream
 * that does not show its post proves that it never will.
 */

/**
 * Nothing that was sent longer ago is still on its way: an exchange of ours ends in half a minute unless the
 * operator gives it more, the sockets of a process that died are given up by the system within two minutes,
 * and servers and proxies end a request well within the rest.
 */
export const IN_FLIGHT_MS = 5 * 60_000;
/** Two looks so far apart must agree: a list may lag, and a reviewer may have acted a moment ago. */
const SECOND_LOOK_MS = 60_000;
/** A worker that stood still for so long between its note and its call has lost its lease: it must not send. */
const LATEST_SEND_MS = 30_000;

/** Kept in the checkpoint. Milliseconds, the context's clock. */
export interface CallNotes {
  /** Written before each sending; taken back where the answer was heard. `null`: not known. */
  sentAt: number | null;
  /** Since when looks have not found what the call would have made. */
  absentSince: number | null;
}

/** What to write down before a sending. */
export function sendingAt(now: number): CallNotes {
  return { sentAt: now, absentSince: null };
}

/** True where the notes are too old to send by. */
export function isOverdue({ sentAt }: CallNotes, now: number): boolean {
  return sentAt !== null && now - sentAt > LATEST_SEND_MS;
}

/** What to write down after a look that saw everything there is and did not find it. */
export function notFoundAt(notes: CallNotes, now: number): CallNotes {
  // Without a time the call is taken for the latest possible one.
  const sentAt = notes.sentAt ?? now;
  if (now - sentAt < IN_FLIGHT_MS) return { sentAt, absentSince: null };
  return { sentAt, absentSince: notes.absentSince ?? now };
}

/** Whether the look that was just noted proves that the call never was and never will be taken. */
export function isAbsenceProven({ absentSince }: CallNotes, now: number): boolean {
  return absentSince !== null && now - absentSince >= SECOND_LOOK_MS;
}
