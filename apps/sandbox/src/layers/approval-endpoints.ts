import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { endpoint, type Call, type LayersParts, type Result } from './endpoint';
import { conflict, invalid, parse } from './errors';
import { bareId } from './ids';
import { accountOf, containerOf, projectOf } from './lookups';
import type { Container, Project } from './model';
import { pendingCount } from './review-policy';

/** Approve, reject, and the project's review policy (Layers docs, reference/approval). */
export function addApprovalEndpoints(app: FastifyInstance, parts: LayersParts): void {
  endpoint(app, parts, {
    method: 'POST',
    url: '/content/:containerId/approve',
    operation: 'layers.approve',
    scope: null,
    run: (call) => approve(parts, call),
  });
  endpoint(app, parts, {
    method: 'POST',
    url: '/content/:containerId/reject',
    operation: 'layers.reject',
    scope: null,
    run: (call) => reject(parts, call),
  });
  if (parts.settings.vocabulary === 'A') addPolicyOfA(app, parts);
  else addPolicyOfB(app, parts);
}

function approve(parts: LayersParts, call: Call): Result {
  const container = containerOf(parts, call);
  parse(z.strictObject({ note: z.string().max(1024).optional() }), call.body);
  demandPending(container);
  container.approvalStatus = 'approved';
  const decision = { approvedAt: parts.context.clock.iso(), approvedBy: `api_${call.key.id}` };
  parts.webhooks.emit('content.approved', container.projectId, {
    id: container.id,
    projectId: container.projectId,
    ...decision,
  });
  const promotion = promote(parts, container);
  const gate = promotion === null ? {} : { pendingSchedulePromotion: promotion };
  return { body: { id: container.id, approvalStatus: 'approved', ...decision, ...gate } };
}

/** What was scheduled before approval becomes posts now; approval stands even when that fails. */
function promote(parts: LayersParts, container: Container): Record<string, unknown> | null {
  const { intents } = container;
  if (intents.length === 0) return null;
  container.intents = [];
  const accountIds = intents.flatMap(({ targets }) => targets.map(({ socialAccountId }) => socialAccountId));
  if (accountIds.some((id) => accountOf(parts, id)?.status === 'disconnected')) return { status: 'failed' };
  const posts = intents.flatMap(({ targets, scheduledFor }) =>
    parts.dispatcher.create(container, targets, Date.parse(scheduledFor), true),
  );
  return { status: 'ok', scheduledPostIds: posts.map(({ id }) => id) };
}

function reject(parts: LayersParts, call: Call): Result {
  const container = containerOf(parts, call);
  const { reason } = parse(z.strictObject({ reason: z.string().min(1).max(1024) }), call.body);
  demandPending(container);
  container.approvalStatus = 'rejected';
  container.intents = [];
  const decision = { rejectedAt: parts.context.clock.iso(), rejectedBy: `api_${call.key.id}`, reason };
  const { id, projectId } = container;
  parts.webhooks.emit('content.rejected', projectId, { id, projectId, ...decision });
  return { body: { id, approvalStatus: 'rejected', ...decision } };
}

function demandPending({ id, approvalStatus }: Container): void {
  if (approvalStatus === 'pending') return;
  throw conflict('Nothing to decide.', { containerId: id, approvalStatus });
}

const policyBody = z.strictObject({
  policy: z.enum(['auto_approve', 'review_first_n', 'review_all']),
  firstN: z.number().int().min(1).max(50).optional(),
});

function addPolicyOfB(app: FastifyInstance, parts: LayersParts): void {
  const url = '/projects/:projectId/content-review-policy';
  // The project's id comes back bare here, whatever form the path had.
  const view = (project: Project) => ({
    projectId: bareId(project.id),
    policy: project.policy,
    firstN: project.firstN,
    pendingCount: pendingCount(parts, project),
    ...(project.policyUpdatedAt === null ? {} : { updatedAt: project.policyUpdatedAt }),
  });
  endpoint(app, parts, {
    method: 'GET',
    url,
    operation: 'layers.get-review-policy',
    scope: 'projects:read',
    run: (call) => ({ body: view(projectOf(parts, call)) }),
  });
  endpoint(app, parts, {
    method: 'PATCH',
    url,
    operation: 'layers.patch-review-policy',
    scope: 'projects:write',
    run: (call) => {
      const project = projectOf(parts, call);
      const { policy, firstN } = parse(policyBody, call.body);
      if ((policy === 'review_first_n') !== (firstN !== undefined)) {
        throw invalid('firstN', 'Required for review_first_n, forbidden otherwise.');
      }
      Object.assign(project, { policy, firstN: firstN ?? null, policyUpdatedAt: parts.context.clock.iso() });
      return { body: view(project) };
    },
  });
}

const policyBodyOfA = z.strictObject({
  requiresApproval: z.boolean().optional(),
  firstNPostsBlocked: z.number().int().min(0).max(50).optional(),
  autoApproveAfter: z.null().optional(),
});

function addPolicyOfA(app: FastifyInstance, parts: LayersParts): void {
  const url = '/projects/:projectId/approval-policy';
  const view = (project: Project) => ({
    projectId: project.id,
    requiresApproval: project.policy === 'review_all',
    firstNPostsBlocked: project.firstN ?? 0,
    autoApproveAfter: null,
    updatedAt: project.policyUpdatedAt ?? project.createdAt,
  });
  endpoint(app, parts, {
    method: 'GET',
    url,
    operation: 'layers.get-review-policy',
    scope: 'projects:read',
    run: (call) => ({ body: view(projectOf(parts, call)) }),
  });
  endpoint(app, parts, {
    method: 'PATCH',
    url,
    operation: 'layers.patch-review-policy',
    scope: 'projects:write',
    run: (call) => {
      const project = projectOf(parts, call);
      const body = parse(policyBodyOfA, call.body);
      const all = body.requiresApproval ?? project.policy === 'review_all';
      const firstN = body.firstNPostsBlocked ?? project.firstN ?? 0;
      const policy = all ? 'review_all' : firstN > 0 ? 'review_first_n' : 'auto_approve';
      Object.assign(project, { policy, firstN, policyUpdatedAt: parts.context.clock.iso() });
      return { body: view(project) };
    },
  });
}
