import type { Session } from './session';

/** The database cannot tell one workspace's requests from another's. The message is for an administrator. */
export class TenantRoleError extends Error {
  override readonly name = 'TenantRoleError';
}

/**
 * Sees to it that requests can be bound to their workspace, before the first one comes: a login that was
 * exchanged, or a database that was restored on another server, may lack the role that they run as.
 *
 * @throws TenantRoleError
 */
export async function checkTenantRole(session: Session): Promise<void> {
  const { rows } = await session.query<{ role: string; login: string }>(
    'select postern_tenant_role() as role, session_user as login',
  );
  const [names] = rows;
  if (names === undefined) throw new Error('A select without from returns one row.');
  try {
    await session.query(`select postern_bind('')`);
    await session.query('select from workspaces limit 0');
  } catch (error) {
    throw new TenantRoleError(explain(error, names), { cause: error });
  }
  await session.query('select postern_bind(null)');
}

function explain(error: unknown, { role, login }: { role: string; login: string }): string {
  const said = error instanceof Error ? error.message : String(error);
  return (
    `The database login "${login}" cannot act as the role "${role}", as which requests run (${said}). ` +
    `If the role exists, let an administrator run: grant "${role}" to "${login}"; ` +
    `if it does not, the database was restored without it: create it first, then restore again.`
  );
}
