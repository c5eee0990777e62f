import { Injectable } from '@nestjs/common';
import { parseManifest, PRESETS } from '../providers/manifest-language';
import { newId } from '../database/ids';
import { canonicalJson } from '../http/canonical-json';
import { decodeCursor, filterHash, type Page, toPage } from '../http/pagination';
import { problem } from '../http/problem';
import { keepReply } from '../http/request-context';
import { staleVersion } from '../http/version-tag';
import { ProviderRegistry } from '../providers/provider-registry';
import { manifestEntry } from './manifest-entries';
import { invalidManifest, refusedManifest } from './manifest-issues';
import { toManifestDto, toSummary, toVersionDto } from './manifest-view';
import type {
  CreateManifestDto,
  ManifestDto,
  ManifestSummaryDto,
  ManifestVersionDto,
  UpdateManifestDto,
} from './manifests.dto';
import {
  type ManifestRow,
  ManifestsRepository,
  ManifestTakenError,
  type StoredManifest,
  type VersionRow,
} from './manifests.repository';

/** `GET /v1/providers` shows them all at once. */
const MOST = 100;

interface PageOf {
  limit: number;
  cursor?: string;
}

/** The manifests of a workspace: only what passes is stored, and only what is stored is ever run. */
@Injectable()
export class ManifestsService {
  constructor(
    private readonly repository: ManifestsRepository,
    private readonly providers: ProviderRegistry,
  ) {}

  async list(workspaceId: string, query: PageOf): Promise<Page<ManifestSummaryDto>> {
    const hash = filterHash({ list: 'manifests' });
    const after = decodeCursor(query.cursor, hash);
    const rows = await this.repository.list(workspaceId, { limit: query.limit, after });
    const find = await this.providers.finder(rows.map(sourceOf));
    return toPage(
      rows,
      { limit: query.limit, hash },
      (row) => ({ at: row.position, id: row.id }),
      (row) => toSummary(row, find(sourceOf(row))),
    );
  }

  async get(workspaceId: string, id: string, version: number | null): Promise<ManifestDto> {
    const row = await this.row(workspaceId, id, version);
    return toManifestDto(row, await this.providers.for(sourceOf(row)));
  }

  /** What is stored of a manifest. @throws ProblemError NOT_FOUND */
  async row(workspaceId: string, id: string, version: number | null): Promise<ManifestRow> {
    const row = await this.repository.find(workspaceId, id, version);
    if (row !== null) return row;
    throw problem.notFound(version === null ? `manifest ${id}` : `version ${version} of the manifest ${id}`);
  }

  async versions(workspaceId: string, id: string, query: PageOf): Promise<Page<ManifestVersionDto>> {
    await this.row(workspaceId, id, null);
    const hash = filterHash({ list: 'manifest-versions', id });
    const after = decodeCursor(query.cursor, hash);
    const rows = await this.repository.versions(workspaceId, id, { limit: query.limit, after });
    const position = (row: VersionRow) => ({ at: row.position, id: String(row.version) });
    return toPage(rows, { limit: query.limit, hash }, position, toVersionDto);
  }

  /** @throws ProblemError VALIDATION with every problem of the manifest; CONFLICT where its id is taken */
  async create(workspaceId: string, dto: CreateManifestDto): Promise<ManifestDto> {
    const stored = checked(dto);
    try {
      return await this.repository.change(workspaceId, async (manifests) => {
        if ((await manifests.count()) >= MOST) {
          throw problem.conflict(`A workspace keeps at most ${MOST} manifests. Delete one that is not used.`);
        }
        const row = await manifests.insert(newId('man'), stored);
        await manifests.audit(manifestEntry('create', null, row));
        const view = toManifestDto(row, await this.providers.for(sourceOf(row), manifests.em));
        await keepReply(manifests.em, view);
        return view;
      });
    } catch (error) {
      if (!(error instanceof ManifestTakenError)) throw error;
      throw problem.conflict(`The workspace has a manifest of ${stored.provider} already: change that one.`);
    }
  }

  /**
   * Stores the next version; what is as it was stays the version it is.
   *
   * @param versions one of which must be the newest; `null`: any
   */
  async update(
    workspaceId: string,
    id: string,
    dto: UpdateManifestDto,
    versions: number[] | null,
  ): Promise<ManifestDto> {
    const stored = checked(dto);
    return this.repository.change(workspaceId, async (manifests) => {
      const before = await manifests.lock(id);
      if (before === null) throw problem.notFound(`manifest ${id}`);
      const stale = staleVersion('manifest', before.version, versions);
      if (stale !== null) throw problem.conflict(stale);
      if (stored.provider !== before.provider) {
        const message = `The id stays ${before.provider.slice('generic:'.length)}: connections know it by that.`;
        throw refusedManifest('manifest.id', 'id_fixed', message);
      }
      const after = isSame(before, stored) ? before : await manifests.insertVersion(before, stored);
      if (after !== before) await manifests.audit(manifestEntry('update', before, after));
      return toManifestDto(after, await this.providers.for(sourceOf(after), manifests.em));
    });
  }

  async remove(workspaceId: string, id: string): Promise<void> {
    await this.repository.change(workspaceId, async (manifests) => {
      const row = await manifests.lock(id);
      if (row === null) throw problem.notFound(`manifest ${id}`);
      const users = await manifests.users(id);
      if (users.length > 0) {
        throw problem.conflict(`Connections use the manifest: ${users.join(', ')}. Delete them first.`);
      }
      await manifests.remove(id);
      await manifests.audit(manifestEntry('delete', row, null));
    });
  }
}

/** @throws ProblemError VALIDATION */
function checked({ manifest, notes }: CreateManifestDto): StoredManifest {
  const parsed = parseManifest(manifest);
  if (!parsed.ok) throw invalidManifest(parsed.issues);
  const { id } = parsed.manifest;
  if (PRESETS.some((name) => name === id)) {
    const message = `${id} ships with Postern, and is the same in all workspaces. Choose another id.`;
    throw refusedManifest('manifest.id', 'id_of_preset', message);
  }
  return { provider: `generic:${id}`, manifest, notes: notes ?? null };
}

function isSame(before: ManifestRow, { manifest, notes }: StoredManifest): boolean {
  return before.notes === notes && canonicalJson(before.manifest) === canonicalJson(manifest);
}

function sourceOf({ provider, id, version }: ManifestRow) {
  return { provider, manifest: { id, version } };
}
