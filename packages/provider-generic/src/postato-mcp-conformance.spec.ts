/** The contract's suite against the sandbox's Postato over MCP. */
import type { PostReference, SubmissionTarget } from '@postern/core';
import { describeProviderConformance, type ConformanceUpstream } from '@postern/provider-kit/testing';
import { startSandbox } from '@postern/sandbox';
import { createGenericProvider, loadPreset } from './index';

interface Seeds {
  baseUrl: string;
  apiKey: string;
  workspaceId: string;
  accounts: { id: string; platform: string; status: string }[];
}

async function upstream(): Promise<ConformanceUpstream> {
  // The suite makes more posts than a minute allows.
  const sandbox = await startSandbox({ postato: { createsPerMinute: null } });
  const seeds = sandbox.seeds()['postato'] as Seeds;
  const usable = seeds.accounts.filter(
    ({ platform, status }) => status === 'connected' && ['twitter', 'linkedin'].includes(platform),
  );
  const accountData = { workspaceId: seeds.workspaceId };
  let serial = 0;
  const target = (text: string): SubmissionTarget => {
    serial += 1;
    const account = usable[serial % usable.length];
    return {
      postId: `post-${serial}`,
      platform: account?.platform === 'twitter' ? 'x' : (account?.platform ?? ''),
      accountReference: account?.id ?? '',
      accountData,
      content: { text, media: [], thread: [], firstComment: null },
      options: {},
    };
  };
  const missing: PostReference = {
    id: 'pst_01J00000000000000000000000',
    data: {},
    postId: 'post-missing',
    platform: 'x',
    accountReference: usable[0]?.id ?? '',
    accountData,
    text: 'never sent',
  };
  return {
    baseUrl: seeds.baseUrl,
    secrets: [seeds.apiKey],
    credentials: (baseUrl) => ({ apiKey: seeds.apiKey, mcpUrl: `${baseUrl}/mcp` }),
    badCredentials: (baseUrl) => ({ apiKey: `${seeds.apiKey}x`, mcpUrl: `${baseUrl}/mcp` }),
    targets: (count, text) => Array.from({ length: count }, () => target(text)),
    publishedCount: (text) =>
      sandbox.network.entries({ upstream: 'postato' }).filter((entry) => entry.text.includes(text)).length,
    settle: () => {
      for (let step = 0; step < 10; step += 1) {
        sandbox.clock.advance(5_000);
        sandbox.tick();
      }
      return Promise.resolve();
    },
    now: () => sandbox.clock.now(),
    missingReference: () => missing,
    manyReferences: (count) =>
      Promise.all(Array.from({ length: count }, () => made(seeds, target('One of many')))),
    close: () => sandbox.stop(),
  };
}

/** By REST, which costs one request where a tool costs three. */
async function made(seeds: Seeds, target: SubmissionTarget): Promise<PostReference> {
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
  upstream,
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
