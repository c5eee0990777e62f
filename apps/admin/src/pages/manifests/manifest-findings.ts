/** What is wrong with the text of a manifest, each at its place in it. */
import type { Issue, ManifestIssue } from '@postern/client';
import { texts } from '../../texts';
import { lineAndColumn, type Place, placeOf, type ReadJson, readJson } from './json-places';

const words = texts.manifests;

export interface Finding {
  severity: 'error' | 'warning';
  message: string;
  /** `manifest.unknown_key`; null where the text is no JSON. */
  rule: string | null;
  path: string;
  place: Place;
  line: number;
  column: number;
}

export interface ManifestText {
  text: string;
  read: ReadJson;
  /** Null as long as the text is no JSON object. */
  manifest: Record<string, unknown> | null;
}

export function manifestText(text: string): ManifestText {
  const read = readJson(text);
  const value = read.ok ? read.value : null;
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return { text, read, manifest: isObject ? (value as Record<string, unknown>) : null };
}

/** Why the gateway cannot even be asked; null where it can. */
export function mistakeOf({ text, read, manifest }: ManifestText): Finding | null {
  if (!read.ok) {
    const message = words.mistakes[read.message];
    return { severity: 'error', rule: null, path: '', message, ...placed(text, read.place) };
  }
  if (manifest !== null) return null;
  const place = placeOf('', read.places);
  return { severity: 'error', rule: null, path: '', message: words.notObject, ...placed(text, place) };
}

/** What the gateway found, errors first, each from top to bottom. */
export function findingsOf({ text, read }: ManifestText, issues: readonly ManifestIssue[]): Finding[] {
  if (!read.ok) return [];
  return issues
    .map(({ path, rule, severity, message, suggestion }) => ({
      severity,
      rule,
      path,
      message: suggestion === null ? message : `${message} ${words.meant(suggestion)}`,
      ...placed(text, placeOf(path, read.places)),
    }))
    .sort((a, b) =>
      a.severity === b.severity ? a.place.start - b.place.start : a.severity === 'error' ? -1 : 1,
    );
}

function placed(text: string, place: Place): Pick<Finding, 'place' | 'line' | 'column'> {
  return { place, ...lineAndColumn(text, place.start) };
}

/** The issues of a refused creation or change, with paths as those of a check. */
export function asManifestIssues(issues: readonly Issue[]): ManifestIssue[] {
  return issues.map(({ path, rule, message }) => ({
    path: path.replace(/^manifest(\.|$)/, ''),
    rule,
    severity: 'error',
    message,
    suggestion: null,
  }));
}
