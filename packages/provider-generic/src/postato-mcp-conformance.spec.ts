/** The contract's suite against the sandbox's Postato over MCP. */
import type { PostReference, SubmissionTarget } from '@postern/core';
import { describeProviderConformance } from '@postern/provider-kit/testing';
import { postatoWorld, type PostatoSeeds } from '../test/postato-world';
import { createGenericProvider, loadPreset } from './index';

/** By REST, which costs one request where a tool costs three. */
async function made(seeds: PostatoSeeds, target: SubmissionTarget): Promise<PostReference> {
  const { postId, platform, accountReference, accountData, content } = target;
  const response = await fetch(`${seeds.baseUrl}/v1/workspaces/${seeds.workspaceId}/posts`, {
    method: 'POST',
    headers: { authorization: `Bearer ${seeds.apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      platform: platform === 'x' ? 'twitter' : platform,
      accountId: accountReference,
      status: 'publish',
      postType: platform === 'x' ? 'tweet' : 'post',
      content: content.text,
    }),
  });
  const { id } = (await response.json()) as { id: string };
  return { id, data: {}, postId, platform, accountReference, accountData, text: content.text };
}

/** Whether the body calls that tool, with that argument where one is named. */
const calls =
  (tool: string, argument = '') =>
  ({ body }: { body: string }) =>
    body.includes(`"name":"${tool}"`) && body.includes(argument);

describeProviderConformance({
  name: 'Postato over MCP',
  create: () => {
    // The suite's webhooks are those of the REST preset, which has run them.
    const { webhooks, ...manifest } = loadPreset('postato-mcp');
    expect(webhooks).toBeDefined();
    return createGenericProvider(manifest);
  },
  upstream: () =>
    postatoWorld({
      address: (baseUrl) => ({ mcpUrl: `${baseUrl}/mcp` }),
      manyReferences: (seeds, targets) => Promise.all(targets.map((target) => made(seeds, target))),
    }),
  documentedStatuses: [
    'pending',
    'processing',
    'published',
    'failed',
    'scheduled',
    'draft',
    'pending_approval',
    'rejected',
    'cancelled',
  ],
  statusKeys: ['status'],
  identityKeys: ['id', 'postId', 'items', 'jsonrpc', 'result', 'structuredContent'],
  isPublishingStep: calls('publish_post'),
  isCancelStep: calls('update_post', '"cancelled"'),
  isRescheduleStep: calls('update_post', '"scheduledAt"'),
  // Two pages of a hundred, each with the two messages that open its session.
  readMany: { atMostCalls: 6, posts: 120 },
});
