import { Injectable } from '@nestjs/common';
import { type AuditAction, type AuditRow, auditRow } from '../audit/audit-entry';
import { newId } from '../database/ids';
import { type Caller, hasScope } from '../http/auth/caller';
import { decodeCursor, filterHash, type Page, toPage } from '../http/pagination';
import { problem } from '../http/problem';
import { asGateway } from '../http/request-context';
import type { CreateWorkspaceDto, UpdateWorkspaceDto, WorkspaceDto } from './workspaces.dto';
import { type WorkspaceRow, WorkspacesRepository } from './workspaces.repository';

/** The instance's operator sees and names every workspace, everybody else their own alone. */
@Injectable()
export class WorkspacesService {
  constructor(private readonly repository: WorkspacesRepository) {}

  async list(caller: Caller, query: { limit: number; cursor?: string }): Promise<Page<WorkspaceDto>> {
    const only = isOperator(caller) ? null : caller.workspaceId;
    const hash = filterHash({ list: 'workspaces', only });
    const after = decodeCursor(query.cursor, hash);
    const rows = await asFar(caller, () => this.repository.list(only, { limit: query.limit, after }));
    const position = (row: WorkspaceRow) => ({ at: row.position, id: row.id });
    return toPage(rows, { limit: query.limit, hash }, position, toWorkspaceDto);
  }

  async get(caller: Caller, id: string): Promise<WorkspaceDto> {
    requireSight(caller, id);
    const row = await asFar(caller, () => this.repository.find(id));
    if (!row) throw problem.notFound(`workspace ${id}`);
    return toWorkspaceDto(row);
  }

  async create(dto: CreateWorkspaceDto): Promise<WorkspaceDto> {
    const workspace = { id: newId('ws'), name: dto.name, createdAt: new Date() };
    const created = toWorkspaceDto({
      ...workspace,
      created_at: workspace.createdAt,
      updated_at: workspace.createdAt,
    });
    const entry = entryOf('workspace.create', null, created);
    await asGateway(() => this.repository.insert(workspace, entry, created));
    return created;
  }

  async update(caller: Caller, id: string, dto: UpdateWorkspaceDto): Promise<WorkspaceDto> {
    requireSight(caller, id);
    const row = await asFar(caller, () =>
      this.repository.rename(id, dto.name, (before, after) =>
        entryOf('workspace.update', toWorkspaceDto(before), toWorkspaceDto(after)),
      ),
    );
    if (!row) throw problem.notFound(`workspace ${id}`);
    return toWorkspaceDto(row);
  }
}

function isOperator(caller: Caller): boolean {
  return hasScope(caller.scopes, 'instance');
}

function requireSight(caller: Caller, id: string): void {
  if (!isOperator(caller) && id !== caller.workspaceId) throw problem.notFound(`workspace ${id}`);
}

/** The operator's look goes beyond one workspace, so it is the gateway's own. */
function asFar<T>(caller: Caller, work: () => Promise<T>): Promise<T> {
  return isOperator(caller) ? asGateway(work) : work();
}

function entryOf(action: AuditAction, before: WorkspaceDto | null, after: WorkspaceDto): AuditRow {
  return auditRow({ workspaceId: after.id, action, subjectId: after.id, before, after });
}

function toWorkspaceDto(row: Omit<WorkspaceRow, 'position'>): WorkspaceDto {
  return {
    id: row.id,
    name: row.name,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  };
}
