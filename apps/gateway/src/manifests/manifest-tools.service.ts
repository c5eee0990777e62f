import { Injectable } from '@nestjs/common';
import { createRedactor } from '@postern/provider-kit';
import type { Json, JsonObject } from '@postern/core';
import { secretsOf } from '../connections/credentials-schema';
import { problem } from '../http/problem';
import {
  createGenericProvider,
  explainManifest,
  lintManifest,
  type Manifest,
  type ManifestTrialInput,
  parseManifest,
  tryManifest,
} from '../providers/manifest-language';
import { invalidManifest, toIssueDto } from './manifest-issues';
import { presetOf } from './manifest-presets';
import type {
  ExplainManifestDto,
  ManifestExplanationDto,
  ManifestTrialDto,
  TryManifestDto,
} from './manifest-tools.dto';
import type { CheckManifestDto, ManifestCheckDto } from './manifests.dto';
import { ManifestsService } from './manifests.service';

/** For people who write manifests. Nothing here is stored, and nothing is sent anywhere. */
@Injectable()
export class ManifestToolsService {
  constructor(private readonly manifests: ManifestsService) {}

  check({ manifest }: CheckManifestDto): ManifestCheckDto {
    const parsed = parseManifest(manifest);
    if (!parsed.ok) {
      const issues = parsed.issues.map((issue) => toIssueDto(issue, 'error'));
      return { valid: false, issues, capabilities: null };
    }
    const warnings = lintManifest(parsed.manifest).map((issue) => toIssueDto(issue, 'warning'));
    const { capabilities } = createGenericProvider(parsed.manifest).descriptor;
    return { valid: true, issues: warnings, capabilities };
  }

  async explain(workspaceId: string, dto: ExplainManifestDto): Promise<ManifestExplanationDto> {
    const { warnings, ...words } = explainManifest(await this.meant(workspaceId, dto));
    return { ...words, warnings: warnings.map((issue) => toIssueDto(issue, 'warning')) };
  }

  async try(workspaceId: string, dto: TryManifestDto): Promise<ManifestTrialDto> {
    const manifest = await this.meant(workspaceId, dto);
    const { operation, credentials, account, post, ref, reply, replies } = dto;
    const input: ManifestTrialInput = {
      operation,
      credentials,
      account,
      post: post === undefined ? undefined : postOf(post),
      ref,
      reply: reply && readable(reply),
      replies: replies?.map(readable),
    };
    const trial = await tryManifest(manifest, input);
    return withoutSecrets(trial, secretsIn(manifest, credentials ?? {}));
  }

  private async meant(workspaceId: string, dto: ExplainManifestDto): Promise<Manifest> {
    if (dto.preset !== undefined) return presetOf(dto.preset);
    const given =
      dto.manifestId === undefined
        ? dto.manifest
        : (await this.manifests.row(workspaceId, dto.manifestId, null)).manifest;
    const parsed = parseManifest(given);
    if (parsed.ok) return parsed.manifest;
    throw invalidManifest(parsed.issues);
  }
}

/** @throws ProblemError VALIDATION where there is no text */
function postOf(post: JsonObject): NonNullable<ManifestTrialInput['post']> {
  const { text } = post;
  if (typeof text === 'string') return { ...post, text };
  throw problem.validation([{ path: 'post.text', rule: 'string', message: 'text must be a string' }]);
}

function readable({ status, headers, body }: NonNullable<TryManifestDto['reply']>) {
  return { status, headers, body: pasted(body) };
}

/** A body that was pasted as text is what the upstream sent: JSON, mostly. */
function pasted(body: Json | undefined): Json {
  if (typeof body !== 'string') return body ?? null;
  try {
    return JSON.parse(body) as Json;
  } catch {
    // Not JSON: an error page, say.
    return body;
  }
}

function secretsIn(manifest: Manifest, credentials: JsonObject): string[] {
  return secretsOf(createGenericProvider(manifest).descriptor.configSchema, credentials);
}

/** A second wall: what the trial shows masked is not in what an odd template made of it, either. */
function withoutSecrets<T>(trial: T, secrets: string[]): T {
  const redactor = createRedactor(secrets);
  const clean = (_key: string, value: unknown) =>
    typeof value === 'string' ? redactor.secretsOnly(value) : value;
  return JSON.parse(JSON.stringify(trial, clean)) as T;
}
