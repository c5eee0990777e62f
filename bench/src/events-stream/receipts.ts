/** Holds what clients received against what was written. Pure. */

export interface Written {
  id: string;
  workspaceId: string;
}

export interface Receipts {
  messages: number;
  /** Events that a client should have received and did not. */
  missed: number;
  /** Of another workspace than the client's. */
  foreign: number;
  doubled: number;
  /** Clients whose events did not come in the order of the log. */
  disordered: number;
}

/**
 * @param written in the order in which it must be received
 * @param clients the workspace of each client, and the ids that it received in the order in which they came
 */
export function checkReceipts(
  written: readonly Written[],
  clients: readonly { workspaceId: string; received: readonly string[] }[],
): Receipts {
  const places = new Map(written.map(({ id, workspaceId }, place) => [id, { workspaceId, place }]));
  const owed = new Map<string, number>();
  for (const { workspaceId } of written) owed.set(workspaceId, (owed.get(workspaceId) ?? 0) + 1);
  const found: Receipts = { messages: 0, missed: 0, foreign: 0, doubled: 0, disordered: 0 };
  for (const { workspaceId, received } of clients) {
    const own = received.flatMap((id) => {
      const entry = places.get(id);
      return entry?.workspaceId === workspaceId ? [entry.place] : [];
    });
    const different = new Set(own).size;
    found.messages += received.length;
    found.foreign += received.length - own.length;
    found.doubled += own.length - different;
    found.missed += (owed.get(workspaceId) ?? 0) - different;
    if (own.some((place, index) => index > 0 && place < (own[index - 1] ?? 0))) found.disordered += 1;
  }
  return found;
}
