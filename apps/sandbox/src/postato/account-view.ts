import type { Account } from './state';

/** An account as lists show it. */
export function accountView(account: Account): Record<string, unknown> {
  const { workspaceId: _workspace, connectedAt: _connectedAt, displayName, ...shown } = account;
  return { ...shown, ...(displayName === null ? {} : { displayName }) };
}
