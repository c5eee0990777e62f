/** Runs one operation of a manifest on the trial's port and says how its reply is read. */
import {
  EMPTY_SNAPSHOT,
  ProviderCallError,
  type ChangeResult,
  type JsonObject,
  type PostReference,
  type PostSubmitResult,
  type ReadResult,
  type Submission,
  type SubmitContext,
} from '@postern/core';
import { approvalSnapshot } from './approval';
import { openScope, refScope, type Engine } from './engine';
import { sendWrite } from './exchange';
import { checkConnection, listAccounts } from './generic-accounts';
import { cancelPost, reschedulePost } from './generic-change';
import { readOne } from './generic-read';
import { submitPosts } from './generic-submit';
import { genericWebhooks } from './generic-webhook';
import type { ManifestTrialInput, TrialReading } from './manifest-tools';
import { walkPages } from './paging';
import { submissionScope } from './post-scope';
import { buildRequest, RequestProblem, serialiseBody } from './request-builder';
import { readPostReply, readPostRow } from './response-reader';
import { lowerCased } from './trial-port';
import { trialReference, trialTarget } from './trial-samples';

export interface Trial {
  engine: Engine;
  ctx: SubmitContext;
  input: ManifestTrialInput;
}

const KEY = 'sub_trial.1.1';
const MOST_ROWS = 50;
const MOST_ACCOUNTS = 50;
const HOUR_MS = 3_600_000;

/** `null` where the manifest has no such operation, which `problems` then says. */
export async function readTrial(trial: Trial, problems: string[]): Promise<TrialReading | null> {
  const { engine, ctx, input } = trial;
  const { operation } = input;
  const { operations, webhooks } = engine.manifest;
  const exists = operation === 'webhook' ? webhooks !== undefined : operations[operation] !== undefined;
  if (!exists) {
    problems.push(`The manifest has no ${operation}.`);
    return null;
  }
  const ref = trialReference(engine.manifest, input);
  switch (operation) {
    case 'check': {
      const check = await checkConnection(engine, ctx);
      return check.ok
        ? { kind: 'check', ok: true, identity: check.identity, error: null }
        : { kind: 'check', ok: false, identity: null, error: check.error };
    }
    case 'createPost':
      return submitted(await submitPosts(engine, ctx, trialSubmission(trial)).then(({ posts }) => posts[0]));
    case 'releasePost':
      return released(trial, ref);
    case 'getPost':
      return found(await readOne(engine, ctx, ref));
    case 'getRows':
    case 'listPosts':
    case 'findPosts':
      return listed(trial, operation, ref);
    case 'getApproval': {
      const waiting = { ...EMPTY_SNAPSHOT, status: 'pending_approval' as const };
      const snapshot = await approvalSnapshot(engine, ctx, ref, waiting);
      return { kind: 'post', outcome: 'found', id: ref.id, snapshot, error: snapshot.error };
    }
    case 'cancelPost':
      return changed(ref, await cancelPost(engine, ctx, ref, 'A trial.'));
    case 'reschedulePost':
      return changed(ref, await reschedulePost(engine, ctx, ref, timeOf(trial)));
    case 'listAccounts':
      return accountsOf(trial);
    case 'webhook':
      return delivered(trial, problems);
  }
}

function trialSubmission({ engine, ctx, input }: Trial): Submission {
  const at = input.post?.scheduledAt;
  return {
    id: 'sub_trial',
    idempotencyKey: KEY,
    scheduledAt: at === undefined ? null : isoOf(at),
    targets: [trialTarget(engine.manifest, input)],
    checkpoint: null,
    firstAttemptAt: ctx.now(),
  };
}

function timeOf({ ctx, input }: Trial): string {
  const at = input.post?.scheduledAt;
  return at === undefined ? new Date(ctx.now() + HOUR_MS).toISOString() : isoOf(at);
}

function isoOf(text: string): string {
  const at = Date.parse(text);
  if (Number.isNaN(at)) throw new RequestProblem(`${text} is no time; write 2031-01-05T10:00:00Z.`);
  return new Date(at).toISOString();
}

function submitted(result: PostSubmitResult | undefined): TrialReading | null {
  if (!result) return null;
  const { outcome } = result;
  return {
    kind: 'post',
    outcome,
    id: 'reference' in result ? result.reference.id : null,
    snapshot: 'snapshot' in result ? result.snapshot : null,
    error: 'error' in result ? result.error : null,
  };
}

/** The second of two steps by itself, on the draft `ref.id`. */
async function released({ engine, ctx, input }: Trial, ref: PostReference): Promise<TrialReading | null> {
  const operation = engine.manifest.operations.releasePost;
  if (!operation) return null;
  const target = trialTarget(engine.manifest, input);
  const at = input.post?.scheduledAt;
  const publishAt = at === undefined ? null : Date.parse(isoOf(at));
  const targets: [{ target: typeof target; media: [] }] = [{ target, media: [] }];
  const post = await submissionScope(engine, { targets, idempotencyKey: KEY, publishAt, now: ctx.now() });
  const place = 'operations.releasePost';
  const parts = { engine, ctx, place, scope: openScope(engine, ctx, { ...post, ...refScope(ref) }) };
  const request = buildRequest(parts, operation, await serialiseBody(parts, operation));
  const call = { engine, ctx, operation, place, platform: ref.platform };
  const verdict = await sendWrite(call, request, { bodyOptional: true });
  const { outcome } = verdict;
  if (outcome !== 'accepted')
    return { kind: 'post', outcome, id: null, snapshot: null, error: verdict.error };
  const row = await readPostReply(engine, ctx, verdict.json, ref);
  return { kind: 'post', outcome, id: row?.id ?? ref.id, snapshot: row?.snapshot ?? null, error: null };
}

function found(result: ReadResult): TrialReading {
  const { outcome } = result;
  const snapshot = result.outcome === 'found' ? result.snapshot : null;
  const error = result.outcome === 'failed' ? result.error : (snapshot?.error ?? null);
  return { kind: 'post', outcome, id: snapshot?.providerReference ?? null, snapshot, error };
}

function changed(ref: PostReference, result: ChangeResult): TrialReading {
  const { outcome } = result;
  const snapshot = 'snapshot' in result ? result.snapshot : null;
  return { kind: 'post', outcome, id: ref.id, snapshot, error: 'error' in result ? result.error : null };
}

/** The first page that holds rows: a pasted page stands for all of them. */
async function listed(
  { engine, ctx, input }: Trial,
  name: 'getRows' | 'listPosts' | 'findPosts',
  ref: PostReference,
): Promise<TrialReading | null> {
  const operation = engine.manifest.operations[name];
  if (!operation) return null;
  const target = trialTarget(engine.manifest, input);
  const targets: [{ target: typeof target; media: [] }] = [{ target, media: [] }];
  const of = { targets, idempotencyKey: KEY, publishAt: null, now: ctx.now() };
  const scope: JsonObject = name === 'findPosts' ? await submissionScope(engine, of) : refScope(ref);
  const rowId = name === 'getRows' ? '$' : engine.manifest.post.id;
  const call = { engine, ctx, operation, place: `operations.${name}`, rowId };
  for await (const step of walkPages(call, scope)) {
    if (step.kind === 'failed') throw new RequestProblem(step.error.message);
    if (step.kind === 'end') break;
    const rows = await Promise.all(
      step.rows.slice(0, MOST_ROWS).map(async (row) => {
        const read =
          name === 'getRows'
            ? await readPostRow(engine, ctx, {}, ref, [row])
            : await readPostRow(engine, ctx, row, ref);
        return { id: read.id, snapshot: read.snapshot };
      }),
    );
    return { kind: 'list', rows, nextPage: !step.last };
  }
  return { kind: 'list', rows: [], nextPage: false };
}

async function accountsOf({ engine, ctx }: Trial): Promise<TrialReading> {
  const accounts: JsonObject[] = [];
  try {
    for await (const account of listAccounts(engine, ctx)) {
      accounts.push({ ...account });
      if (accounts.length >= MOST_ACCOUNTS) break;
    }
  } catch (error) {
    if (!(error instanceof ProviderCallError)) throw error;
    if (accounts.length === 0) throw new RequestProblem(error.message);
  }
  return { kind: 'accounts', accounts };
}

/** A delivery as it was pasted, re-serialised: its signature is looked at only where one was pasted, too. */
function delivered({ engine, input, ctx }: Trial, problems: string[]): TrialReading | null {
  const { webhooks } = engine.manifest;
  if (!webhooks || !input.reply) return null;
  const { body } = input.reply;
  const bytes = Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
  const headers = lowerCased(input.reply.headers ?? {});
  const secrets = [input.credentials?.['webhookSecrets'] ?? []].flat();
  const inbound = genericWebhooks(webhooks);
  if (secrets.length > 0) {
    const texts = secrets.filter((each): each is string => typeof each === 'string');
    const verdict = inbound.verify(bytes, headers, texts, ctx.now());
    if (!verdict.ok) problems.push(`The delivery would be refused: ${verdict.reason}.`);
  }
  const hint = inbound.parse(bytes, headers);
  if (hint === null) problems.push('The delivery cannot be understood: webhooks.type finds nothing.');
  return { kind: 'webhook', type: hint?.type ?? null, references: hint?.references ?? [] };
}
