/** Postato's tools, as its pages describe them; those for media are played over REST alone. */
import type { Tool } from '@modelcontextprotocol/sdk/types.js';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { isMadeBy, newestShownMs } from '../frame/fresh-rows';
import { accountView } from './account-view';
import { requirePermission, workspaceOf, workspacesOf } from './caller';
import { parseBody } from './create-input';
import type { PostatoParts } from './parts';
import { pageOf } from './post-list';
import { invalidRequest } from './refusal';
import type { Access } from './routes';

/** One call of a tool, by whom and with what. */
export interface ToolCall {
  readonly request: FastifyRequest;
  readonly parts: PostatoParts;
  readonly access: Access;
  readonly arguments: Readonly<Record<string, unknown>>;
}

/** Throws `Refusal`. */
export type ToolFunction = (call: ToolCall) => Record<string, unknown>;

const workspaceId = z.string().optional();
const onePost = z.object({ postId: z.string(), workspaceId });
const noArguments = z.object({});
const publishArguments = z.object({
  platform: z.string(),
  accountId: z.string(),
  status: z.enum(['publish', 'scheduled', 'draft']),
  postType: z.string(),
  content: z.union([z.string(), z.array(z.record(z.string(), z.unknown()))]),
  media: z.array(z.record(z.string(), z.unknown())).optional(),
  options: z.record(z.string(), z.unknown()).optional(),
  scheduledAt: z.string().optional(),
  idempotencyKey: z.string().optional(),
  workspaceId,
});
/** Narrower than the prose beside it, which also moves posts. */
const updateArguments = z.object({
  postId: z.string(),
  status: z.enum(['publish', 'cancelled']).optional(),
  workspaceId,
});
const listArguments = z.object({
  status: z.string().optional(),
  platform: z.string().optional(),
  postType: z.string().optional(),
  accountId: z.string().optional(),
  limit: z.number().int().optional(),
  cursor: z.string().optional(),
  workspaceId,
});

interface ToolEntry {
  readonly description: string;
  readonly input: z.ZodObject;
  readonly run: ToolFunction;
}

const TOOLS: Readonly<Record<string, ToolEntry>> = {
  publish_post: { description: 'Creates and queues a post', input: publishArguments, run: publishPost },
  get_post_status: { description: 'The status of a post', input: onePost, run: getPostStatus },
  update_post: { description: 'Changes the status of a post', input: updateArguments, run: updatePost },
  delete_post: { description: 'Cancels a post', input: onePost, run: deletePost },
  list_posts: { description: 'Posts, newest first', input: listArguments, run: listPosts },
  get_approval_status: { description: 'What a reviewer said', input: onePost, run: getApprovalStatus },
  list_accounts: { description: 'Connected accounts', input: z.object({ workspaceId }), run: listAccounts },
  list_workspaces: { description: 'Reachable workspaces', input: noArguments, run: listWorkspaces },
};

export const TOOL_NAMES: readonly string[] = Object.keys(TOOLS);

export function toolNamed(name: string): ToolFunction | undefined {
  return Object.hasOwn(TOOLS, name) ? TOOLS[name]?.run : undefined;
}

export function describeTools(): Tool[] {
  return Object.entries(TOOLS).map(([name, { description, input }]) => ({
    name,
    description,
    inputSchema: z.toJSONSchema(input, { io: 'input' }) as Tool['inputSchema'],
  }));
}

function publishPost(call: ToolCall): Record<string, unknown> {
  requirePermission(call.access.key(call.request), 'posts.publish');
  const { idempotencyKey } = call.arguments;
  const key = typeof idempotencyKey === 'string' && idempotencyKey !== '' ? idempotencyKey : null;
  const { id, ...created } = call.parts.posts.create(workspaceFor(call), key, call.arguments);
  // The tools' pages name it so, where REST says `id`.
  return { postId: id, ...created };
}

function getPostStatus(call: ToolCall): Record<string, unknown> {
  const { speaker, posts } = call.parts;
  return speaker.post(posts.find(workspaceFor(call), parseBody(onePost, call.arguments).postId));
}

function updatePost(call: ToolCall): Record<string, unknown> {
  const { parts } = call;
  requirePermission(call.access.key(call.request), 'posts.publish');
  const { postId, status } = parseBody(updateArguments, call.arguments);
  if (status === undefined && parts.slice.value.settings.mcpUpdate === 'schema') {
    throw invalidRequest({ status: ['Required'] });
  }
  const workspace = workspaceFor(call);
  if (status === 'cancelled') {
    parts.posts.cancel(workspace, postId);
    return parts.speaker.post(parts.posts.find(workspace, postId));
  }
  const { postId: _id, workspaceId: _workspace, ...patch } = call.arguments;
  return parts.speaker.post(parts.posts.update(workspace, postId, patch));
}

function deletePost(call: ToolCall): Record<string, unknown> {
  requirePermission(call.access.key(call.request), 'posts.publish');
  call.parts.posts.cancel(workspaceFor(call), parseBody(onePost, call.arguments).postId);
  return { success: true };
}

/** `{items, cursor}` until the cursor is null. */
function listPosts(call: ToolCall): Record<string, unknown> {
  const { index, speaker, context } = call.parts;
  const { cursor, ...filters } = parseBody(listArguments, call.arguments);
  const newestMs = newestShownMs(call.request, context.clock);
  const mine = index.ofWorkspace(workspaceFor(call));
  const { posts, page, totalPages } = pageOf(mine, { ...filters, page: cursor }, newestMs);
  return {
    items: posts.map((post) => speaker.post(post)),
    cursor: page < totalPages ? String(page + 1) : null,
  };
}

function getApprovalStatus(call: ToolCall): Record<string, unknown> {
  const { approvals, posts } = call.parts;
  return { ...approvals.of(posts.find(workspaceFor(call), parseBody(onePost, call.arguments).postId).id) };
}

function listAccounts(call: ToolCall): Record<string, unknown> {
  const { slice, context } = call.parts;
  const workspace = workspaceFor(call);
  const newestMs = newestShownMs(call.request, context.clock);
  const mine = slice.value.accounts.filter(({ workspaceId: owner }) => owner === workspace);
  return { accounts: mine.filter(({ connectedAt }) => isMadeBy(connectedAt, newestMs)).map(accountView) };
}

function listWorkspaces({ parts, access, request }: ToolCall): Record<string, unknown> {
  const { slice, context } = parts;
  const newestMs = newestShownMs(request, context.clock);
  return {
    workspaces: workspacesOf(slice.value, access.key(request))
      .filter(({ createdAt }) => isMadeBy(createdAt, newestMs))
      .map(({ id, name }) => ({ id, name, role: 'editor' })),
  };
}

function workspaceFor({ access, parts, request, arguments: given }: ToolCall): string {
  const { workspaceId: named } = parseBody(z.object({ workspaceId }), given);
  return workspaceOf(parts.slice.value, access.key(request), named);
}
