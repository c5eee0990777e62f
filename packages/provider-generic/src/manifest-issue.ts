/** What is wrong with a manifest, or could be: the one shape of the parser's and the linter's findings. */

/** Rules of the parser and the checker: a manifest that breaks one is refused. */
export const MANIFEST_RULES = [
  /** A key that the language does not have. */
  'manifest.unknown_key',
  /** A value of another JSON type, or one that is missing. */
  'manifest.type',
  /** A value of the right type that is not allowed. */
  'manifest.value',
  /** A placeholder that nothing could fill. */
  'manifest.placeholder',
  /** A secret where it would be logged. */
  'manifest.secret',
  /** An expression that is none, or that looks for what it is not shown. */
  'manifest.expression',
  /** An operation that no request can be made of. */
  'manifest.request',
  /** Parts that do not fit together: posts could not be found, read or changed. */
  'manifest.recipe',
  /** One upstream word for two platforms. */
  'manifest.platform',
  /** A preset that is not there, or a chain of them. */
  'manifest.extends',
] as const;
export type ManifestRule = (typeof MANIFEST_RULES)[number];

export interface ManifestIssue {
  /** One of `MANIFEST_RULES`, or `lint.…` for a warning. */
  rule: ManifestRule | `lint.${string}`;
  /** `operations.createPost.method`; empty for the manifest as a whole. */
  path: string;
  message: string;
  /** The right name that is probably meant; null where none is near. */
  suggestion: string | null;
}

export function manifestIssue(
  rule: ManifestIssue['rule'],
  path: string,
  message: string,
  suggestion: string | null = null,
): ManifestIssue {
  return { rule, path, message, suggestion };
}
