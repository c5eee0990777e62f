import { Injectable } from '@nestjs/common';
import { type AuditAction, type AuditRow, auditRow } from '../audit/audit-entry';
import type { Caller } from '../http/auth/caller';
import { decodeCursor, filterHash, type Page, toPage } from '../http/pagination';
import { problem } from '../http/problem';
import { asGateway } from '../http/request-context';
import { hashKey, newApiKey } from './api-key';
import { futureTime, isAdmin, requireScopes, requireUnreplaced, requireWorking } from './api-key-rules';
import { rateLimitOf, toApiKeyDto } from './api-key-view';
import type {
  ApiKeyDto,
  CreateApiKeyDto,
  NewApiKeyDto,
  RotateApiKeyDto,
  UpdateApiKeyDto,
} from './api-keys.dto';
import { type ApiKeyRow, ApiKeysRepository, type LockedKeys, type NewKeyRow } from './api-keys.repository';
import { KeyAuthenticator } from './key-authenticator';

const HASH = filterHash({ list: 'api-keys' });

/** The keys of a workspace as its admins make, change and end them. */
@Injectable()
export class ApiKeysService {
  constructor(
    private readonly repository: ApiKeysRepository,
    private readonly authenticator: KeyAuthenticator,
  ) {}

  async list({ workspaceId }: Caller, query: { limit: number; cursor?: string }): Promise<Page<ApiKeyDto>> {
    const after = decodeCursor(query.cursor, HASH);
    const rows = await this.repository.list(workspaceId, { limit: query.limit, after });
    const position = (row: ApiKeyRow) => ({ at: row.position, id: row.id });
    return toPage(rows, { limit: query.limit, hash: HASH }, position, toApiKeyDto);
  }

  async get({ workspaceId }: Caller, id: string): Promise<ApiKeyDto> {
    const row = await this.repository.find(workspaceId, id);
    if (!row) throw notFound(id);
    return toApiKeyDto(row);
  }

  async create(caller: Caller, dto: CreateApiKeyDto): Promise<NewApiKeyDto> {
    requireScopes(caller, dto.scopes);
    const expiresAt = futureTime(dto.expiresAt, Date.now()) ?? null;
    const { name, scopes, rateLimit = null, workspaceId = caller.workspaceId } = dto;
    const insert = () =>
      this.repository.change(workspaceId, async (keys) => {
        const made = newSecret();
        const row = await keys.insert({ ...made.row, name, scopes, rateLimit, expiresAt, replaces: null });
        await keys.audit([entry({ action: 'api_key.create', before: null, after: row })]);
        return keys.told({ ...toApiKeyDto(row), key: made.key });
      });
    if (workspaceId === caller.workspaceId) return insert();
    requireScopes(caller, ['instance']);
    return asGateway(async () => {
      if (!(await this.repository.workspaceExists(workspaceId))) throw noWorkspace(workspaceId);
      return insert();
    });
  }

  async update(caller: Caller, id: string, dto: UpdateApiKeyDto): Promise<ApiKeyDto> {
    requireScopes(caller, dto.scopes ?? []);
    const expiresAt = futureTime(dto.expiresAt, Date.now());
    const row = await this.repository.change(caller.workspaceId, async (keys) => {
      const before = await this.touchable(keys, caller, id);
      requireWorking(before);
      const scopes = dto.scopes ?? before.scopes;
      if (isAdmin(before.scopes) && !isAdmin(scopes) && (await keys.otherAdmins(id)) === 0) {
        throw problem.conflict(`${id} is the last admin key of the workspace: make another one first.`);
      }
      const after = await keys.update(id, {
        name: dto.name ?? before.name,
        scopes,
        rateLimit: dto.rateLimit === undefined ? rateLimitOf(before) : dto.rateLimit,
        expiresAt: expiresAt === undefined ? before.expires_at : expiresAt,
        revoked: false,
      });
      await keys.audit([entry({ action: 'api_key.update', before, after })]);
      return after;
    });
    this.authenticator.forget(id);
    return toApiKeyDto(row);
  }

  /** Revoking a revoked key is no error. */
  async revoke(caller: Caller, id: string, force: boolean): Promise<void> {
    await this.repository.change(caller.workspaceId, async (keys) => {
      const before = await this.touchable(keys, caller, id);
      if (before.revoked_at !== null) return;
      if (!force) await this.refuseMistake(keys, caller, before);
      const after = await keys.update(id, {
        name: before.name,
        scopes: before.scopes,
        rateLimit: rateLimitOf(before),
        expiresAt: before.expires_at,
        revoked: true,
      });
      await keys.audit([entry({ action: 'api_key.revoke', before, after })]);
    });
    this.authenticator.forget(id);
  }

  /** A new key takes the place of the old one, which works until the overlap is over. */
  async rotate(caller: Caller, id: string, dto: RotateApiKeyDto): Promise<NewApiKeyDto> {
    const expiresAt = futureTime(dto.expiresAt, Date.now());
    const rotated = await this.repository.change(caller.workspaceId, async (keys) => {
      const before = await this.touchable(keys, caller, id);
      requireUnreplaced(before);
      requireWorking(before);
      const made = newSecret();
      const row = await keys.insert({
        ...made.row,
        name: before.name,
        scopes: before.scopes,
        rateLimit: rateLimitOf(before),
        expiresAt: expiresAt === undefined ? before.expires_at : expiresAt,
        replaces: id,
      });
      const after = await keys.endWithin(id, dto.overlapSeconds ?? 0);
      await keys.audit([
        entry({ action: 'api_key.rotate', before, after }),
        entry({ action: 'api_key.create', before: null, after: row }),
      ]);
      return keys.told({ ...toApiKeyDto(row), key: made.key });
    });
    this.authenticator.forget(id);
    return rotated;
  }

  private async touchable(keys: LockedKeys, caller: Caller, id: string): Promise<ApiKeyRow> {
    const row = await keys.find(id);
    if (!row) throw notFound(id);
    requireScopes(caller, row.scopes);
    return row;
  }

  private async refuseMistake(keys: LockedKeys, caller: Caller, row: ApiKeyRow): Promise<void> {
    if (caller.actor?.type === 'api_key' && row.id === caller.actor.id) {
      throw problem.conflict('This is the key of this very request. Revoke it with force=true.');
    }
    if (row.works && isAdmin(row.scopes) && (await keys.otherAdmins(row.id)) === 0) {
      throw problem.conflict(`${row.id} is the last admin key of the workspace. Revoke it with force=true.`);
    }
  }
}

interface KeyChange {
  action: AuditAction;
  before: ApiKeyRow | null;
  after: ApiKeyRow;
}

function entry({ action, before, after }: KeyChange): AuditRow {
  return auditRow({
    workspaceId: after.workspace_id,
    action,
    subjectId: after.id,
    before: before && toApiKeyDto(before),
    after: toApiKeyDto(after),
  });
}

function newSecret(): { key: string; row: Pick<NewKeyRow, 'id' | 'prefix' | 'hash'> } {
  const { id, key, prefix } = newApiKey();
  return { key, row: { id, prefix, hash: hashKey(key) } };
}

function notFound(id: string) {
  return problem.notFound(`API key ${id}`);
}

function noWorkspace(id: string) {
  const message = `There is no workspace ${id}`;
  return problem.validation([{ path: 'workspaceId', rule: 'workspace.exists', message }]);
}
