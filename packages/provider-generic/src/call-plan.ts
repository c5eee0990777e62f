/** Which targets share one create call, by what the manifest says and the targets have in common. */
import { canonicalJson, type Submission, type SubmissionTarget } from '@postern/core';
import type { Engine } from './engine';
import { storedPostIds } from './generic-call';
import { sourceOf } from './expression';
import { templatesOf } from './manifest-places';
import type { Manifest } from './manifest-schema';
import { placeholdersOf } from './template';

/**
 * Each inner array becomes one call. With `submission.targets: many` targets of equal content and options share
 * one, never two of the same account: rows of a reply are told apart by it. Values of the account that the
 * request is made of (a team, a workspace) must be equal, too, as there is only one place for them.
 */
export function planCalls(engine: Engine, targets: readonly SubmissionTarget[]): SubmissionTarget[][] {
  const { submission } = engine.manifest;
  if (submission.targets === 'one') return targets.map((target) => [target]);
  const names = boundAccountNames(engine.manifest);
  const open = new Map<string, SubmissionTarget[][]>();
  const planned: SubmissionTarget[][] = [];
  for (const target of targets) {
    const key = callKey(target, names);
    const calls = open.get(key) ?? [];
    open.set(key, calls);
    const room = calls.find((call) => call.length < submission.maxTargets && !hasAccount(call, target));
    if (room) {
      room.push(target);
      continue;
    }
    const call = [target];
    calls.push(call);
    planned.push(call);
  }
  return planned;
}

export interface CallTargets {
  /** Of the one call of this submission. */
  own: SubmissionTarget[];
  /** They were in no call of it, and go out in one of their own. */
  others: SubmissionTarget[];
}

/** A call that was stored keeps the targets it was made for, whatever the manifest says by now. */
export function targetsOfCall(engine: Engine, { targets, checkpoint }: Submission): CallTargets {
  const stored = storedPostIds(checkpoint);
  if (stored === 'unreadable') return { own: [...targets], others: [] };
  const planned =
    stored === null
      ? planCalls(engine, targets)[0]
      : targets.filter(({ postId }, index) => (stored.length === 0 ? index === 0 : stored.includes(postId)));
  const own = planned ?? [];
  return { own, others: targets.filter((target) => !own.includes(target)) };
}

function hasAccount(call: readonly SubmissionTarget[], { accountReference }: SubmissionTarget): boolean {
  return call.some((each) => each.accountReference === accountReference);
}

function callKey({ content, options, accountData }: SubmissionTarget, names: readonly string[]): string {
  return canonicalJson([content, options, names.map((name) => accountData[name] ?? null)]);
}

/**
 * Names of the account's data that requests of a create use. In a body only a bare `account.x` counts: inside
 * `targets` each target's own is `$.account.x`.
 */
function boundAccountNames(manifest: Manifest): string[] {
  const { createPost, releasePost } = manifest.operations;
  const templates = templatesOf(manifest)
    .filter(({ place }) => /^(transport|operations\.(createPost|releasePost)|media)\b/.test(place))
    .flatMap(({ template }) => placeholdersOf(template))
    .flatMap((path) => /^account\.([^.]+)/.exec(path)?.[1] ?? []);
  const bodies = [createPost, ...createPost.variants, releasePost]
    .flatMap((operation) => (operation?.body === undefined ? [] : [sourceOf(operation.body)]))
    .flatMap((body) => [...body.matchAll(/(?<![\w.])account\.(\w+)/g)])
    .flatMap(([, name]) => name ?? []);
  return [...new Set([...templates, ...bodies])].filter((name) => name !== 'reference').sort();
}
