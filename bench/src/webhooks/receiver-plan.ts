/** What a bench and its webhook receiver tell each other, in files. */

export interface ReceiverPlan {
  port: number;
  /** Secrets by the path of the endpoint. */
  secrets: Record<string, string>;
  /** Different deliveries that are to come. */
  expected: number;
  reportFile: string;
}

export interface ReceivedDelivery {
  path: string;
  eventId: string;
  sequence: number;
  /** When its last byte was here; milliseconds. */
  at: number;
}

export interface ReceiverReport {
  deliveries: ReceivedDelivery[];
  /** Deliveries that the `standardwebhooks` library did not take. */
  refused: number;
}

export const RECEIVER_LISTENS = 'The receiver listens.';
export const ALL_DELIVERED = 'All deliveries are here.';
