import { Inject, Injectable } from '@nestjs/common';
import type { JsonObject, ProviderDescriptor } from '@postern/core';
import type { AddressGuard } from '@postern/provider-kit';
import { newId } from '../database/ids';
import { decodeCursor, filterHash, type Page, toPage } from '../http/pagination';
import { noteProgress, notedProgress } from '../http/request-context';
import { type Issue, problem, type ProblemError } from '../http/problem';
import type { UpstreamTime } from '../http/upstream-time';
import { ProviderRegistry } from '../providers/provider-registry';
import { ADDRESS_GUARD } from './address-guard.provider';
import { ConnectionViews } from './connection-views';
import { ConnectionChecks } from './connection-checks';
import type {
  ConnectionDto,
  ConnectionsQuery,
  CreateConnectionDto,
  Scheduling,
  UpdateConnectionDto,
} from './connections.dto';
import {
  type ConnectionChange,
  type ConnectionRow,
  ConnectionsRepository,
  ManifestGoneError,
  type NewConnection,
  type SecretConnectionRow,
} from './connections.repository';
import { CredentialsCipher, CredentialsUnreadableError } from './credentials-cipher';
import { issuesOfCredentials, merged, settingsOf, withDefaults } from './credentials-schema';

/** Connections as their workspace sees and changes them. Secrets go in and never come out. */
@Injectable()
export class ConnectionsService {
  constructor(
    private readonly repository: ConnectionsRepository,
    private readonly registry: ProviderRegistry,
    private readonly cipher: CredentialsCipher,
    private readonly checks: ConnectionChecks,
    @Inject(ADDRESS_GUARD) private readonly guard: AddressGuard,
    private readonly views: ConnectionViews,
  ) {}

  async list(workspaceId: string, query: ConnectionsQuery): Promise<Page<ConnectionDto>> {
    const provider = query.provider ?? null;
    const hash = filterHash({ list: 'connections', provider });
    const after = decodeCursor(query.cursor, hash);
    const rows = await this.repository.list(workspaceId, provider, { limit: query.limit, after });
    const position = (row: ConnectionRow) => ({ at: row.position, id: row.id });
    const page = toPage(rows, { limit: query.limit, hash }, position, (row) => row);
    return { ...page, items: await this.views.of(page.items) };
  }

  async get(workspaceId: string, id: string): Promise<ConnectionDto> {
    const row = await this.repository.find(workspaceId, id);
    if (!row) throw problem.notFound(`connection ${id}`);
    return this.views.one(row);
  }

  /**
   * Stores the connection, then asks the provider for its accounts. A provider that refuses or is away does
   * not undo the creation: the connection then says what it needs. A repetition of a request whose process died
   * in between goes on with its connection.
   */
  async create(
    workspaceId: string,
    dto: CreateConnectionDto,
    upstream: UpstreamTime,
  ): Promise<ConnectionDto> {
    const noted = notedProgress();
    const id =
      typeof noted?.connectionId === 'string' ? noted.connectionId : await this.store(workspaceId, dto);
    await this.checks.introduce(workspaceId, id, upstream);
    return this.get(workspaceId, id);
  }

  /** @returns its id */
  private async store(workspaceId: string, dto: CreateConnectionDto): Promise<string> {
    const { descriptor, manifestId } = await this.named(workspaceId, dto.provider);
    const credentials = withDefaults(descriptor.configSchema, dto.credentials);
    this.refuse({ descriptor, manifestId }, credentials, dto.scheduling ?? null);
    const id = newId('conn');
    await this.insert({
      id,
      workspaceId,
      provider: descriptor.id,
      manifestId,
      name: dto.name,
      settings: settingsOf(descriptor.configSchema, credentials),
      scheduling: dto.scheduling ?? null,
      sealed: this.cipher.seal(credentials, { workspaceId, connectionId: id }),
    });
    return id;
  }

  async update(workspaceId: string, id: string, dto: UpdateConnectionDto): Promise<ConnectionDto> {
    const row = await this.repository.change(workspaceId, id, async (stored, em) => {
      const found = await this.registry.for(stored, em);
      if (!found.ok) throw problem.conflict(found.reason);
      return this.changeOf(stored, found.provider.descriptor, dto);
    });
    if (!row) throw problem.notFound(`connection ${id}`);
    return this.views.one(row);
  }

  async remove(workspaceId: string, id: string, force: boolean): Promise<void> {
    const outcome = await this.repository.remove(workspaceId, id, force);
    switch (outcome) {
      case 'removed':
        return;
      case 'missing':
        throw problem.notFound(`connection ${id}`);
      case 'open_posts':
        throw problem.conflict(
          'The connection has open posts. Cancel them or wait until they are final, or delete with force=true.',
        );
    }
  }

  private async named(workspaceId: string, provider: string): Promise<NamedProvider> {
    const named = await this.registry.named(workspaceId, provider);
    if (named === null) throw noProvider(`There is no provider ${provider}`);
    const { source, found } = named;
    if (!found.ok) throw noProvider(found.reason);
    return { descriptor: found.provider.descriptor, manifestId: source.manifest?.id ?? null };
  }

  private async insert(connection: NewConnection): Promise<void> {
    try {
      const { id } = connection;
      await this.repository.insert(connection, (em) => noteProgress(em, { connectionId: id }));
    } catch (error) {
      if (!(error instanceof ManifestGoneError)) throw error;
      throw noProvider(`There is no provider ${connection.provider}`);
    }
  }

  private changeOf(
    stored: SecretConnectionRow,
    descriptor: ProviderDescriptor,
    dto: UpdateConnectionDto,
  ): ConnectionChange {
    const scheduling = dto.scheduling === undefined ? stored.scheduling : dto.scheduling;
    const name = dto.name ?? stored.name;
    const named = { descriptor, manifestId: stored.manifest?.id ?? null };
    if (dto.credentials === undefined) {
      this.refuse(named, null, scheduling);
      return { name, scheduling, credentials: null };
    }
    const owner = { workspaceId: stored.workspace_id, connectionId: stored.id };
    const all = merged(this.storedCredentials(stored, dto.credentials, descriptor), dto.credentials);
    const credentials = withDefaults(descriptor.configSchema, all);
    this.refuse(named, credentials, scheduling);
    const settings = settingsOf(descriptor.configSchema, credentials);
    return { name, scheduling, credentials: { sealed: this.cipher.seal(credentials, owner), settings } };
  }

  /** Credentials that no longer open can be set anew, but then all of the required ones at once. */
  private storedCredentials(
    stored: SecretConnectionRow,
    given: JsonObject,
    descriptor: ProviderDescriptor,
  ): JsonObject {
    try {
      const sealed = { bytes: stored.credentials, keyId: stored.credentials_key_id };
      return this.cipher.open(sealed, { workspaceId: stored.workspace_id, connectionId: stored.id });
    } catch (error) {
      if (!(error instanceof CredentialsUnreadableError)) throw error;
      const { required } = descriptor.configSchema;
      if (required.every((name) => name in given || name in stored.settings)) return stored.settings;
      throw problem.conflict(error.message);
    }
  }

  private refuse(
    { descriptor, manifestId }: NamedProvider,
    credentials: JsonObject | null,
    scheduling: Scheduling | null,
  ): void {
    const issues: Issue[] =
      credentials === null
        ? []
        : issuesOfCredentials(
            descriptor.configSchema,
            credentials,
            this.guard,
            manifestId ? 'workspace' : 'build',
          );
    if (scheduling === 'upstream' && !descriptor.capabilities.scheduling) {
      const message = `${descriptor.name} does not schedule; use gateway or null`;
      issues.push({ path: 'scheduling', rule: 'scheduling.supported', message });
    }
    if (issues.length > 0) throw problem.validation(issues);
  }
}

interface NamedProvider {
  descriptor: ProviderDescriptor;
  /** The workspace's own manifest behind it; `null` = a provider of this build. */
  manifestId: string | null;
}

function noProvider(message: string): ProblemError {
  return problem.validation([{ path: 'provider', rule: 'provider.exists', message }]);
}
