/** A manifest made ready to run: its expressions compiled, its words indexed. Holds no credentials. */
import type { JsonObject, PostReference, ProviderContext } from '@postern/core';
import { Expressions, type Evaluate } from './expression';
import { expressionsOf } from './manifest-places';
import type { Manifest } from './manifest-schema';
import { PlatformWords } from './platform-words';

export interface Engine {
  readonly manifest: Manifest;
  /** `generic:<manifest id>`. */
  readonly providerId: string;
  readonly expressions: Expressions;
  readonly platforms: PlatformWords;
}

/** What templates and expressions see: `connection`, `variables`, and what the operation adds. */
export type Scope = JsonObject;

export function createEngine(manifest: Manifest, evaluate?: Evaluate): Engine {
  const expressions = new Expressions(evaluate);
  for (const { place, expression } of expressionsOf(manifest)) expressions.compile(expression, place);
  return {
    manifest,
    providerId: `generic:${manifest.id}`,
    expressions,
    platforms: new PlatformWords(manifest.platforms),
  };
}

/** The connection as everything but a header may see it: without secrets, with the manifest's defaults. */
export function openScope(engine: Engine, ctx: ProviderContext, more: Scope = {}): Scope {
  const visible = Object.entries(fullConnection(engine, ctx)).filter(
    ([name]) => engine.manifest.connection.properties[name]?.writeOnly !== true,
  );
  return { connection: Object.fromEntries(visible), variables: engine.manifest.variables, ...more };
}

/** What templates know of a post that exists upstream. */
export function refScope(ref: PostReference): Scope {
  return {
    account: { ...ref.accountData, reference: ref.accountReference },
    ref: { ...ref.data, ...(ref.id === null ? {} : { id: ref.id }) },
  };
}

/** The same scope with secrets, for headers only. */
export function headerScope(engine: Engine, ctx: ProviderContext, scope: Scope): Scope {
  return { ...scope, connection: fullConnection(engine, ctx) };
}

function fullConnection(engine: Engine, ctx: ProviderContext): JsonObject {
  const connection: JsonObject = {};
  for (const [name, property] of Object.entries(engine.manifest.connection.properties)) {
    const value = ctx.credentials[name] ?? property.default;
    if (value !== undefined) connection[name] = value;
  }
  return connection;
}
