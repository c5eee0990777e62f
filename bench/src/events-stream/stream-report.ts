/** What the bench and the process of its clients tell each other, in files. */

export interface StreamPlan {
  /** One entry a client. */
  clients: { url: string; key: string | null }[];
  /** Messages that all clients together are to receive. */
  expected: number;
  reportFile: string;
}

export interface StreamReport {
  /** Ids of the events that each client received, in the order in which they came. */
  received: string[][];
  /** Milliseconds from the writing of an event to its receipt, for each of them. */
  lags: number[];
  /** Streams that ended although nobody ended them. */
  broken: number;
}

export const ALL_CONNECTED = 'All clients are connected.';
export const ALL_RECEIVED = 'All messages are here.';
