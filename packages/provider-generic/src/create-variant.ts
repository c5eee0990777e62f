/** Which request makes a post: a create may depend on what the post holds, as on the kind of its media. */
import type { Engine, Scope } from './engine';
import type { CreateOperation, Manifest } from './manifest-schema';

/** The first variant that the post fits; `null` = the operation as it stands. Throws `ExpressionError`. */
export async function variantOf(engine: Engine, scope: Scope): Promise<number | null> {
  const { variants } = engine.manifest.operations.createPost;
  for (const [index, { when }] of variants.entries()) {
    const place = `operations.createPost.variants.${index}.when`;
    if (await engine.expressions.isTrue(when, place, scope)) return index;
  }
  return null;
}

/** The create as that variant has it. One that the manifest does not have any more is the operation itself. */
export function operationOf({ operations }: Manifest, variant: number | null): CreateOperation {
  const { createPost } = operations;
  const chosen = variant === null ? undefined : createPost.variants[variant];
  if (!chosen) return createPost;
  const { when: _when, ...parts } = chosen;
  return { ...createPost, ...parts };
}
