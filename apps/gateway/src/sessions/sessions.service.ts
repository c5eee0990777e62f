import { Inject, Injectable } from '@nestjs/common';
import { hashKey } from '../api-keys/api-key';
import { KeyAuthenticator } from '../api-keys/key-authenticator';
import { tooMany } from '../api-keys/rate-limit';
import { RateLimiter } from '../api-keys/rate-limiter';
import { type AuditAction, type AuditRow, auditRow } from '../audit/audit-entry';
import { CONFIG, type Config } from '../config/config';
import { newId } from '../database/ids';
import { type Caller, impliedScopes } from '../http/auth/caller';
import { problem } from '../http/problem';
import { actAs } from '../http/request-context';
import type { SessionDto } from './session.dto';
import { SessionAuthenticator } from './session-authenticator';
import { csrfTokenOf, hashToken, newSessionToken } from './session-token';
import { type SessionRow, SessionsRepository, type Signer } from './sessions.repository';

/** A session with the token that its browser keeps. */
export interface BegunSession {
  session: SessionDto;
  token: string;
  maxAgeSeconds: number;
}

/** Begins and ends sessions. */
@Injectable()
export class SessionsService {
  constructor(
    private readonly repository: SessionsRepository,
    private readonly keys: KeyAuthenticator,
    private readonly limiter: RateLimiter,
    private readonly sessions: SessionAuthenticator,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** @throws ProblemError UNAUTHENTICATED, RATE_LIMITED */
  async signInWithKey(apiKey: string, address: string): Promise<BegunSession> {
    const { caller, rateLimit, countedAs } = await this.keys.authenticate(apiKey, address);
    // No guard has counted it, and each sign-in writes rows.
    const quota = await this.limiter.take(countedAs, rateLimit);
    if (!quota.granted) throw tooMany(quota);
    if (caller.actor?.type !== 'api_key') throw new Error('A key is its own actor.');
    return this.begin(caller, { ...caller.actor, hash: hashKey(apiKey) });
  }

  /** From here on the request is the new session's, and so are its rows. */
  async begin(caller: Caller, signer: Signer): Promise<BegunSession> {
    const id = newId('ses');
    const token = newSessionToken();
    const createdAt = new Date();
    const maxAgeSeconds = this.config.sessions.hours * 3600;
    const expiresAt = new Date(createdAt.getTime() + maxAgeSeconds * 1000);
    const { workspaceId } = caller;
    actAs({ ...caller, session: { id } });
    const row = await this.repository.insert(
      { id, workspaceId, tokenHash: hashToken(token), signer, createdAt, expiresAt },
      (written) => entryOf('session.create', written, { before: null, after: shown(written) }),
    );
    return { session: toSessionDto(row, caller, token), token, maxAgeSeconds };
  }

  workspaceExists(id: string): Promise<boolean> {
    return this.repository.workspaceExists(id);
  }

  /** @throws ProblemError UNAUTHENTICATED where the request came with a key */
  async get(caller: Caller, token: string | null): Promise<SessionDto> {
    const row = await this.repository.find(caller.workspaceId, idOf(caller));
    if (row === null || token === null) throw noSession();
    return toSessionDto(row, caller, token);
  }

  /** @throws ProblemError UNAUTHENTICATED where the request came with a key */
  async end(caller: Caller, everywhere: boolean): Promise<void> {
    const ended = await this.repository.end(idOf(caller), everywhere, (row) =>
      entryOf('session.end', row, { before: shown(row), after: null }),
    );
    for (const id of ended) this.sessions.forget(id);
  }
}

function idOf({ session }: Caller): string {
  if (session === null) throw noSession();
  return session.id;
}

function noSession() {
  return problem.unauthenticated('Nobody is signed in here: the request came without a session.');
}

function entryOf(
  action: AuditAction,
  { id, workspace_id: workspaceId }: SessionRow,
  change: { before: object | null; after: object | null },
): AuditRow {
  return auditRow({ workspaceId, action, subjectId: id, ...change });
}

/** What everybody who reads the audit log may see. */
function shown(row: SessionRow) {
  return {
    id: row.id,
    name: row.key_name ?? row.subject_name ?? '',
    signedInBy: row.key_id === null ? ('oidc' as const) : ('api_key' as const),
    createdAt: row.created_at.toISOString(),
    expiresAt: endOf(row).toISOString(),
  };
}

/** A key that ends earlier ends its sessions, too. */
function endOf({ expires_at: own, key_expires_at: ofKey }: SessionRow): Date {
  return ofKey !== null && ofKey < own ? ofKey : own;
}

function toSessionDto(row: SessionRow, caller: Caller, token: string): SessionDto {
  const { id, name, signedInBy, createdAt, expiresAt } = shown(row);
  return {
    id,
    name,
    signedInBy,
    workspace: { id: row.workspace_id, name: row.workspace_name },
    scopes: impliedScopes(caller.scopes),
    csrfToken: csrfTokenOf(token),
    createdAt,
    expiresAt,
  };
}
