import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { isMadeBy } from '../frame/fresh-rows';
import { endpoint, type Call, type LayersParts, type Result } from './endpoint';
import { conflict, invalid, LayersError, parse } from './errors';
import { pageLimit, repeated, zuluTime } from './fields';
import { containerOf, postOf, projectOf } from './lookups';
import type { Container, Post } from './model';
import { pageOf, PREFIXED_CURSOR } from './paging';
import { createdView, postRow, postView } from './post-views';
import { checkTargets, PUBLISH_BODIES, SCHEDULE_BODIES } from './targets';
import { stateName, stateNames } from './vocabulary';

const SKEW_MS = 30_000;

/** Publish, schedule, read, reschedule, cancel (Layers docs, reference/publishing). */
export function addPublishingEndpoints(app: FastifyInstance, parts: LayersParts): void {
  const faultText = (request: FastifyRequest) => submittedText(parts, request);
  const faultSubject = ({ params }: FastifyRequest) =>
    parts.state.value.posts[(params as { postId?: string }).postId ?? '']?.caption ?? null;
  endpoint(app, parts, {
    method: 'POST',
    url: '/content/:containerId/publish',
    operation: 'layers.publish',
    scope: 'publish:write',
    idempotent: true,
    faultText,
    run: (call) => publish(parts, call),
  });
  endpoint(app, parts, {
    method: 'POST',
    url: '/content/:containerId/schedule',
    operation: 'layers.schedule',
    scope: 'publish:write',
    idempotent: true,
    faultText,
    run: (call) => schedule(parts, call),
  });
  endpoint(app, parts, {
    method: 'GET',
    url: '/scheduled-posts/:postId',
    operation: 'layers.get-post',
    faultSubject,
    scope: 'publish:read',
    run: (call) => ({ body: postView(postOf(parts, call), parts.settings) }),
  });
  endpoint(app, parts, {
    method: 'GET',
    url: '/projects/:projectId/scheduled-posts',
    operation: 'layers.list-posts',
    lists: true,
    scope: 'publish:read',
    run: (call) => listPosts(parts, call),
  });
  endpoint(app, parts, {
    method: 'POST',
    url: '/scheduled-posts/:postId/reschedule',
    operation: 'layers.reschedule',
    faultSubject,
    scope: 'publish:write',
    run: (call) => reschedule(parts, call),
  });
  endpoint(app, parts, {
    method: 'DELETE',
    url: '/scheduled-posts/:postId',
    operation: 'layers.cancel',
    faultSubject,
    scope: 'publish:write',
    run: (call) => cancel(parts, call),
  });
}

function publish(parts: LayersParts, call: Call): Result {
  const container = containerOf(parts, call);
  const { targets } = parse(PUBLISH_BODIES[parts.settings.vocabulary], call.body);
  demandCompleted(container);
  if (container.approvalStatus === 'pending') {
    throw new LayersError(403, 'APPROVAL_REQUIRED', 'This content waits for approval.', {
      containerId: container.id,
      approvalStatus: container.approvalStatus,
    });
  }
  demandNotRejected(container);
  checkTargets(parts, container, targets);
  const dueMs = parts.context.clock.now() + parts.settings.publishLeadMs;
  return { body: createdView(container.id, parts.dispatcher.create(container, targets, dueMs, false)) };
}

/** Content that waits for approval keeps the intent: 202, no posts yet, approval promotes it. */
function schedule(parts: LayersParts, call: Call): Result {
  const container = containerOf(parts, call);
  const { scheduledFor, targets } = parse(SCHEDULE_BODIES[parts.settings.vocabulary], call.body);
  if (parts.settings.pastTimes === 'refuse') demandFuture(parts, scheduledFor, -SKEW_MS);
  demandCompleted(container);
  demandNotRejected(container);
  checkTargets(parts, container, targets);
  if (container.approvalStatus === 'pending') {
    container.intents.push({ scheduledFor, targets });
    const gate = { gateStatus: 'blocked_on_approval', approvalStatus: container.approvalStatus };
    return { status: 202, body: { containerId: container.id, ...gate } };
  }
  const posts = parts.dispatcher.create(container, targets, Date.parse(scheduledFor), true);
  return { body: createdView(container.id, posts) };
}

function listPosts(parts: LayersParts, call: Call): Result {
  const { id: projectId } = projectOf(parts, call);
  const { vocabulary } = parts.settings;
  const query = parse(LIST_QUERIES[vocabulary], call.query);
  const { since, until } = query;
  if (since !== undefined && until !== undefined && Date.parse(since) > Date.parse(until)) {
    throw invalid('since', 'Must not be after until.');
  }
  const wanted = (post: Post): boolean =>
    isMadeBy(post.createdAt, call.newestMs) &&
    (query.status?.includes(stateName(vocabulary, post.status)) ?? true) &&
    (query.socialAccountId === undefined || query.socialAccountId === post.socialAccountId) &&
    (since === undefined || Date.parse(post.scheduledFor) >= Date.parse(since)) &&
    (until === undefined || Date.parse(post.scheduledFor) <= Date.parse(until));
  const paging = { ...PREFIXED_CURSOR, sortKey: (post: Post) => `${post.scheduledFor} ${post.id}` };
  const rows = parts.dispatcher.ofProject(projectId).filter(wanted);
  const page = pageOf(rows, paging, query.cursor, query.limit);
  return { body: { ...page, items: page.items.map((post) => postRow(post, vocabulary)) } };
}

const listQuery = (states: string[]) =>
  z.object({
    status: repeated(z.enum(states)),
    socialAccountId: z.string().optional(),
    since: z.iso.datetime({ offset: true }).optional(),
    until: z.iso.datetime({ offset: true }).optional(),
    cursor: z.string().optional(),
    limit: pageLimit(50, 100),
  });

// Made once: to make a schema costs more than to use it.
const LIST_QUERIES = { A: listQuery(stateNames('A')), B: listQuery(stateNames('B')) };
const rescheduleBody = z.strictObject({ scheduledFor: zuluTime });
const cancelBody = z.strictObject({ reason: z.string().max(1024).optional() });

/** Not a way to publish now; caption and targets cannot be changed. */
function reschedule(parts: LayersParts, call: Call): Result {
  const post = postOf(parts, call);
  const { scheduledFor } = parse(rescheduleBody, call.body);
  demandFuture(parts, scheduledFor, parts.settings.vocabulary === 'A' ? SKEW_MS : -SKEW_MS);
  parts.dispatcher.reschedule(post, Date.parse(scheduledFor));
  const { id, updatedAt } = post;
  return { body: { id, status: 'queued', scheduledFor: post.scheduledFor, updatedAt } };
}

/** DELETE with an optional JSON body; a second cancel is a conflict, not a success. */
function cancel(parts: LayersParts, call: Call): Result {
  const post = postOf(parts, call);
  const { reason } = parse(cancelBody, call.body);
  parts.dispatcher.cancel(post, reason ?? null);
  return { body: { id: post.id, status: 'canceled', canceledAt: post.canceledAt } };
}

function demandFuture(parts: LayersParts, scheduledFor: string, leadMs: number): void {
  if (Date.parse(scheduledFor) < parts.context.clock.now() + leadMs) {
    throw invalid('scheduledFor', 'Must be in the future.');
  }
}

function demandCompleted(container: Container): void {
  if (container.status !== 'completed') {
    throw conflict('The content is not completed.', { status: container.status });
  }
}

function demandNotRejected({ id, approvalStatus }: Container): void {
  if (approvalStatus !== 'rejected') return;
  const details = { containerId: id, approvalStatus };
  throw new LayersError(409, 'CONTENT_REJECTED', 'This content was rejected.', details);
}

const textsOfBody = z.object({ targets: z.array(z.object({ captionOverride: z.string().optional() })) });

/** What the submission would post, for magic words: overrides where given, else the caption. */
function submittedText(parts: LayersParts, request: FastifyRequest): string | null {
  const params = request.params as Record<string, string>;
  const caption = parts.state.value.containers[params.containerId ?? '']?.caption ?? '';
  const body = textsOfBody.safeParse(request.body);
  if (!body.success) return caption;
  return body.data.targets.map(({ captionOverride }) => captionOverride ?? caption).join('\n');
}
