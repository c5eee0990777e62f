import { Injectable, Logger } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { createGenericProvider, parseManifest } from '@postern/provider-generic';
import { DataSource, type EntityManager } from 'typeorm';
import type { FoundProvider, ManifestVersion, ProviderSource } from './provider-source';

/** So many are kept ready, those that were used last. */
const KEPT = 500;

const LOAD = `
select v.manifest_id as id, v.version, v.manifest
from unnest($1::text[], $2::int[]) as asked(id, version)
join manifest_versions v on v.manifest_id = asked.id and v.version = asked.version`;

interface VersionRow extends ManifestVersion {
  manifest: unknown;
}

/**
 * The providers that stored manifests make. A version never changes, so what was made of it once holds; a new one
 * is met as soon as a row names it. One that was stored by another build and no longer passes is not run.
 */
@Injectable()
export class ManifestProviders {
  private readonly logger = new Logger('Manifests');
  private readonly known = new Map<string, FoundProvider>();

  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** @param em where the caller is within a transaction, which must not wait for a second session */
  async of(
    versions: readonly ManifestVersion[],
    em: EntityManager = this.dataSource.manager,
  ): Promise<Map<string, FoundProvider>> {
    const names = new Map(versions.map((version) => [nameOf(version), version]));
    const missing = [...names].filter(([name]) => !this.known.has(name)).map(([, version]) => version);
    if (missing.length > 0) await this.load(missing, em);
    const found = [...names.keys()].map((name): [string, FoundProvider] => [name, this.used(name)]);
    for (const name of [...this.known.keys()].slice(0, Math.max(0, this.known.size - KEPT))) {
      this.known.delete(name);
    }
    return new Map(found);
  }

  /** What a connection of the workspace can follow: its own manifests, in their newest versions. */
  async newest(workspaceId: string, provider: string | null = null): Promise<ProviderSource[]> {
    return this.dataSource.query<ProviderSource[]>(
      `select provider, jsonb_build_object('id', id, 'version', version) as manifest from manifests
       where workspace_id = $1 and ($2::text is null or provider = $2) order by provider`,
      [workspaceId, provider],
    );
  }

  private async load(versions: readonly ManifestVersion[], em: EntityManager): Promise<void> {
    const rows = await em.query<VersionRow[]>(LOAD, [
      versions.map(({ id }) => id),
      versions.map(({ version }) => version),
    ]);
    for (const row of rows) this.known.set(nameOf(row), this.made(row));
  }

  private made(row: VersionRow): FoundProvider {
    const parsed = parseManifest(row.manifest);
    if (parsed.ok) return { ok: true, provider: createGenericProvider(parsed.manifest) };
    const [first] = parsed.issues;
    const reason =
      `Version ${row.version} of the manifest ${row.id} does not pass the checks of this Postern ` +
      `(${first?.path ?? ''}: ${first?.message ?? ''}). Store a version that does.`;
    this.logger.warn(reason);
    return { ok: false, reason };
  }

  private used(name: string): FoundProvider {
    const found = this.known.get(name);
    if (found === undefined) return { ok: false, reason: `There is no manifest ${name}.` };
    this.known.delete(name);
    this.known.set(name, found);
    return found;
  }
}

/** `man_… 3` */
export function nameOf({ id, version }: ManifestVersion): string {
  return `${id} ${version}`;
}
