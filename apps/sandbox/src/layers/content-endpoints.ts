import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { isMadeBy } from '../frame/fresh-rows';
import { endpoint, type Call, type LayersParts, type Result } from './endpoint';
import { invalid, notFound, parse } from './errors';
import { assetView, containerView } from './content-views';
import { caption, pageLimit, repeated } from './fields';
import { newId } from './ids';
import { containerOf, projectOf } from './lookups';
import { fetchMedia, kindOf } from './media-fetch';
import type { ApprovalStatus, Container, ContainerFile, Project } from './model';
import { pageOf, PREFIXED_CURSOR } from './paging';
import { leftPending } from './review-policy';

/** Content that a caller brings by URL, and reading content (Layers docs, reference/content). */
export function addContentEndpoints(app: FastifyInstance, parts: LayersParts): void {
  endpoint(app, parts, {
    method: 'POST',
    url: '/projects/:projectId/content/upload',
    operation: 'layers.upload-content',
    faultSubject: captionOf,
    scope: 'content:write',
    idempotent: true,
    run: (call) => upload(parts, call),
  });
  endpoint(app, parts, {
    method: 'GET',
    url: '/projects/:projectId/content',
    operation: 'layers.list-content',
    lists: true,
    scope: 'content:read',
    run: (call) => list(parts, call),
  });
  endpoint(app, parts, {
    method: 'GET',
    url: '/content/:containerId',
    operation: 'layers.get-content',
    scope: 'content:read',
    run: (call) => ({ body: containerView(containerOf(parts, call), parts.settings) }),
  });
  endpoint(app, parts, {
    method: 'GET',
    url: '/content/:containerId/progress',
    operation: 'layers.get-progress',
    scope: 'content:read',
    run: (call) => progress(parts, call),
  });
  endpoint(app, parts, {
    method: 'GET',
    url: '/content/:containerId/assets/:assetId',
    operation: 'layers.get-asset',
    scope: 'content:read',
    run: (call) => asset(parts, call),
  });
  endpoint(app, parts, {
    method: 'PATCH',
    url: '/content/:containerId',
    operation: 'layers.patch-content',
    scope: 'content:write',
    idempotent: true,
    run: (call) => {
      const container = containerOf(parts, call);
      container.caption = parse(captionBody, call.body).caption;
      return { body: containerView(container, parts.settings) };
    },
  });
}

const captioned = z.object({ caption: z.string() });

/** The caption in the body of an upload. */
export function captionOf({ body }: FastifyRequest): string | null {
  return captioned.safeParse(body).data?.caption ?? null;
}

/** Of a patch, and of the end of a direct upload. */
export const captionBody = z.strictObject({ caption });

/** Writes a container; its approval follows the project's policy at this moment. */
export function addContainer(
  parts: LayersParts,
  project: Project,
  files: ContainerFile[],
  text: string | null,
): Container {
  const now = parts.context.clock.iso();
  const done = text !== null;
  const container: Container = {
    id: newId(parts.settings.vocabulary, 'cnt'),
    projectId: project.id,
    status: done ? 'completed' : 'queued',
    caption: text,
    files,
    approvalStatus: approvalOf(parts, project),
    intents: [],
    createdAt: now,
    completedAt: done ? now : null,
  };
  parts.containers.add(container);
  return container;
}

function approvalOf(parts: LayersParts, project: Project): ApprovalStatus {
  switch (project.policy) {
    case 'auto_approve':
      return 'not_required';
    case 'review_all':
      return 'pending';
    case 'review_first_n':
      return leftPending(parts, project) < (project.firstN ?? 0) ? 'pending' : 'not_required';
  }
}

const uploadBody = z.strictObject({
  media: z
    .array(z.strictObject({ url: z.url({ protocol: /^https?$/ }) }))
    .min(1)
    .max(10),
  caption,
});

/** Atomic and synchronous: 201 with a completed container, or nothing. */
async function upload(parts: LayersParts, call: Call): Promise<Result> {
  const project = projectOf(parts, call);
  const body = parse(uploadBody, call.body);
  const files = await Promise.all(
    body.media.map(async ({ url }, index): Promise<ContainerFile> => {
      const fetched = await fetchMedia(url, `media.${index}.url`, parts.settings);
      const assetId = newId(parts.settings.vocabulary, 'ast');
      return {
        ...fetched,
        assetId,
        url,
        kind: kindOf(fetched.contentType),
        storageToken: null,
        received: true,
      };
    }),
  );
  if (files.length > 1 && files.some(({ kind }) => kind === 'video')) {
    throw invalid('media', 'One video, one image, or 2 to 10 images.');
  }
  const container = addContainer(parts, project, files, body.caption);
  return { status: 201, body: containerView(container, parts.settings) };
}

const listQuery = z.object({
  status: repeated(z.enum(['queued', 'processing', 'generating', 'completed', 'failed', 'canceled'])),
  format: repeated(z.string()),
  creativeType: z.enum(['generated', 'uploaded']).optional(),
  since: z.iso.datetime({ offset: true }).optional(),
  until: z.iso.datetime({ offset: true }).optional(),
  cursor: z.string().optional(),
  limit: pageLimit(25, 200),
});

function list(parts: LayersParts, call: Call): Result {
  const { id } = projectOf(parts, call);
  const query = parse(listQuery, call.query);
  const wanted = ({ status, createdAt }: Container): boolean =>
    isMadeBy(createdAt, call.newestMs) &&
    (query.status?.includes(status) ?? true) &&
    query.format === undefined &&
    query.creativeType !== 'generated' &&
    (query.since === undefined || Date.parse(createdAt) >= Date.parse(query.since)) &&
    (query.until === undefined || Date.parse(createdAt) <= Date.parse(query.until));
  const paging = { ...PREFIXED_CURSOR, sortKey: (row: Container) => `${row.createdAt} ${row.id}` };
  const rows = parts.containers.ofProject(id).filter(wanted);
  const page = pageOf(rows, paging, query.cursor, query.limit);
  return { body: { ...page, items: page.items.map((row) => containerView(row, parts.settings)) } };
}

function progress(parts: LayersParts, call: Call): Result {
  const { id, status, createdAt, completedAt } = containerOf(parts, call);
  const done = status === 'completed';
  const stage = { stage: done ? 'completed' : 'uploading', stageProgress: done ? 1 : 0, etaSeconds: null };
  return { body: { containerId: id, status, ...stage, updatedAt: completedAt ?? createdAt } };
}

function asset(parts: LayersParts, call: Call): Result {
  const { files } = containerOf(parts, call);
  const file = files.find(({ assetId }) => assetId === call.params.assetId);
  if (file === undefined) throw notFound('Asset');
  return { body: assetView(file, parts.settings.vocabulary) };
}
