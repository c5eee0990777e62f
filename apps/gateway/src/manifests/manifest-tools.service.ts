import { Injectable } from '@nestjs/common';
import { createGenericProvider, parseManifest } from '../providers/manifest-language';
import { toIssueDto } from './manifest-issues';
import type { CheckManifestDto, ManifestCheckDto } from './manifests.dto';

/** For people who write manifests. Nothing here is stored, and nothing is sent anywhere. */
@Injectable()
export class ManifestToolsService {
  check({ manifest }: CheckManifestDto): ManifestCheckDto {
    const parsed = parseManifest(manifest);
    if (!parsed.ok) {
      const issues = parsed.issues.map((issue) => toIssueDto(issue, 'error'));
      return { valid: false, issues, capabilities: null };
    }
    const { capabilities } = createGenericProvider(parsed.manifest).descriptor;
    return { valid: true, issues: [], capabilities };
  }
}
