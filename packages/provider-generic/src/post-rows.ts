/** Finds the row of one target in a reply that may hold several. What is not certainly its row is none. */
import { isDeepStrictEqual } from 'node:util';
import type { JsonObject, PostReference, SubmissionTarget } from '@postern/core';
import type { Engine } from './engine';
import type { PostRowsKind } from './manifest-schema';
import { RowView, type PathNames } from './row-view';
import { renderTemplate } from './template';
import { isJsonObject } from './value-path';

/** Whose row is looked for. A `SubmissionTarget` and a `PostReference` are owners. */
export type RowOwner = Pick<
  SubmissionTarget & PostReference,
  'platform' | 'accountReference' | 'accountData'
>;

export interface OwnRow {
  view: RowView;
  /** What expressions see. */
  row: unknown;
  group: unknown;
  account: JsonObject;
  /**
   * `own`: this is the target's row. `none`: the reply holds no rows at all, as while nothing is published yet.
   * `others`: it holds rows, and none of them is certainly the target's. `view` then sees the group alone.
   */
  found: 'own' | 'none' | 'others';
}

type Kind<K extends PostRowsKind['kind']> = Extract<PostRowsKind, { kind: K }>;
type Search = { kind: 'own'; view: JsonObject; row: unknown } | { kind: 'none' | 'others' };

/** `requested`: the post's rows of `operations.getRows`, where they were asked for. */
export function ownRow(
  engine: Engine,
  group: unknown,
  owner: RowOwner,
  requested: readonly unknown[] = [],
): OwnRow {
  const names = namesOf(engine, owner);
  const { absent } = engine.manifest.post;
  const kinds = rowKinds(engine);
  const account = { ...owner.accountData, reference: owner.accountReference };
  if (kinds.length === 0) {
    return { view: new RowView(group, names, absent), row: group, group, account, found: 'own' };
  }
  const searches = kinds.map((kind) => search(engine, kind, group, owner, requested));
  const own = searches.find((each) => each.kind === 'own');
  if (own) return { view: new RowView(own.view, names, absent), row: own.row, group, account, found: 'own' };
  const found = searches.some((each) => each.kind === 'others') ? 'others' : 'none';
  return { view: new RowView({ group }, names, absent), row: undefined, group, account, found };
}

export function rowKinds({ manifest }: Engine): PostRowsKind[] {
  const { rows } = manifest.post;
  return rows === undefined ? [] : Array.isArray(rows) ? rows : [rows];
}

/** Every id under which the reply names the post or one of its rows, whoever owns them. */
export function idsIn(engine: Engine, group: unknown): Set<string> {
  const { id, absent } = engine.manifest.post;
  const kinds = rowKinds(engine);
  const root = new RowView(group, null);
  const views = kinds.flatMap((kind): unknown[] => {
    switch (kind.kind) {
      case 'array':
        return kind.paths.flatMap((path) => root.rows(path) ?? []).map((row) => viewOf(row, null, group));
      case 'map':
        return kind.paths
          .flatMap((path) => Object.entries(root.object(path) ?? {}))
          .map(([key, row]) => viewOf(row, key, group));
      case 'request':
        return [];
      case 'self':
        return [viewOf(group, null, group)];
    }
  });
  const all = kinds.length === 0 ? [group] : [{ group }, ...views];
  return new Set(all.flatMap((view) => new RowView(view, null, absent).ids(id)));
}

function namesOf(engine: Engine, { platform, accountReference }: RowOwner): PathNames {
  return { word: engine.platforms.toUpstream(platform), platform, account: accountReference };
}

function search(
  engine: Engine,
  kind: PostRowsKind,
  group: unknown,
  owner: RowOwner,
  requested: readonly unknown[],
): Search {
  switch (kind.kind) {
    case 'array':
      return searchArrays(engine, kind, group, owner);
    case 'map':
      return searchMaps(engine, kind, group, owner);
    case 'request':
      return only(engine, requested, kind.match, group, owner);
    case 'self':
      return isJsonObject(group) ? only(engine, [group], kind.match, group, owner) : { kind: 'none' };
  }
}

function searchArrays(engine: Engine, kind: Kind<'array'>, group: unknown, owner: RowOwner): Search {
  const root = new RowView(group, namesOf(engine, owner));
  let others = false;
  for (const path of kind.paths) {
    const rows = root.rows(path);
    const search = only(engine, rows ?? [], kind.match, group, owner);
    if (search.kind === 'own') return search;
    others ||= search.kind === 'others' || (rows === null && isSomething(root.any(path)));
  }
  return { kind: others ? 'others' : 'none' };
}

function searchMaps(engine: Engine, kind: Kind<'map'>, group: unknown, owner: RowOwner): Search {
  const root = new RowView(group, namesOf(engine, owner));
  let others = false;
  for (const path of kind.paths) {
    const map = root.object(path);
    const rows = Object.entries(map ?? {}).filter(([, row]) => isSomething(row));
    const own = rows.filter(([key]) =>
      kind.by === 'account'
        ? key === owner.accountReference
        : engine.platforms.toOurs(key) === owner.platform,
    );
    const [first, second] = own;
    if (first && !second) {
      return { kind: 'own', row: first[1], view: viewOf(first[1], first[0], group) };
    }
    others ||= rows.length > 0 || (map === null && isSomething(root.any(path)));
  }
  return { kind: others ? 'others' : 'none' };
}

type Match = Kind<'request'>['match'] & { handle?: string | undefined };

/** The one row that fits, however often it comes; two that differ are none. */
function only(
  engine: Engine,
  rows: readonly unknown[],
  match: Match,
  group: unknown,
  owner: RowOwner,
): Search {
  const fitting = rows.filter(
    (row) => isJsonObject(row) && isOwn(engine, new RowView(row, null), match, owner),
  );
  const own = fitting.filter((row, index) => index === 0 || !isDeepStrictEqual(row, fitting[0]));
  if (own.length === 1) return { kind: 'own', row: own[0], view: viewOf(own[0], null, group) };
  return { kind: rows.some(isSomething) ? 'others' : 'none' };
}

function isOwn(engine: Engine, row: RowView, match: Match, owner: RowOwner): boolean {
  const account = { ...owner.accountData, reference: owner.accountReference };
  if (match.account !== undefined) {
    const accepted = (match.accountIs ?? ['{account.reference}']).map((each) =>
      renderTemplate(each, { account }),
    );
    const shown = row.id(match.account);
    if (shown === null || !accepted.includes(shown)) return false;
  }
  if (match.platform !== undefined) {
    const word = row.id(match.platform);
    if (word === null || engine.platforms.toOurs(word) !== owner.platform) return false;
  }
  if (match.handle !== undefined) {
    const shown = row.id(match.handle);
    const wanted = owner.accountData['handle'];
    if (shown === null || typeof wanted !== 'string' || plainHandle(shown) !== plainHandle(wanted))
      return false;
  }
  return true;
}

function plainHandle(handle: string): string {
  return handle.trim().replace(/^@/, '').toLowerCase();
}

function viewOf(row: unknown, key: string | null, group: unknown): JsonObject {
  const view = isJsonObject(row) ? { ...row, key, group } : { value: row, key, group };
  return view as JsonObject;
}

/** Empty lists and objects are as good as none. */
function isSomething(value: unknown): boolean {
  if (value === undefined || value === null || value === '') return false;
  return typeof value !== 'object' || Object.keys(value).length > 0;
}
