/**
 * The tools that an agent sees. Each is an operation of the REST API under a name and a description that say
 * when to use it; its arguments are the operation's, so that no rule is written twice.
 */

export interface McpTool {
  name: string;
  title: string;
  /** For the model: what it does, when to use it, what to do next. */
  description: string;
  /** The operation, or the one for a post and the one for a whole group. */
  operation: string | { postId: string; groupId: string };
  /** Changes nothing. */
  readOnly: boolean;
  /** Takes something back that a person may want to be asked about. */
  destructive: boolean;
}

const EITHER = 'Give `groupId` for all posts of a group, or `postId` for one of them.';

export const MCP_TOOLS: readonly McpTool[] = [
  {
    name: 'list_accounts',
    title: 'List accounts',
    description:
      'Lists the social accounts that posts can go to, with platform, handle and status. Use their `id` as ' +
      '`accountId` of a target. Only accounts with status "connected" can be published to.',
    operation: 'listAccounts',
    readOnly: true,
    destructive: false,
  },
  {
    name: 'validate_post',
    title: 'Check a post',
    description:
      'Checks content against the rules of every target’s platform without sending anything. Call it before ' +
      'publish_post: each issue names the place, the rule and how to fix it.',
    operation: 'validatePostGroup',
    readOnly: true,
    destructive: false,
  },
  {
    name: 'publish_post',
    title: 'Publish a post',
    description:
      'Publishes content to one or more accounts, at once or at `scheduledAt`; with `draft: true` it is only ' +
      'saved. Answers at once with the group: delivery goes on by itself. Always give an `idempotencyKey` of ' +
      'your own and repeat the call with the same key after an error or a time-out: it never posts twice. ' +
      'Then follow it with get_post_status.',
    operation: 'createPostGroup',
    readOnly: false,
    destructive: false,
  },
  {
    name: 'get_post_status',
    title: 'Read the status',
    description:
      `Reads what became of a post. ${EITHER} Final are published, handed_off, failed, canceled and, of a ` +
      'group, partially_published; `error` says why a post failed and `platformPostUrl` where it is. Most posts ' +
      'are final within seconds: ask every 2 to 5 seconds. `unknown` means that the provider’s answer was ' +
      'lost; it is cleared up by itself: do not publish it again.',
    operation: { postId: 'getPost', groupId: 'getPostGroup' },
    readOnly: true,
    destructive: false,
  },
  {
    name: 'list_posts',
    title: 'List posts',
    description: 'Lists posts, newest first, by status, account, platform, time and more.',
    operation: 'listPosts',
    readOnly: true,
    destructive: false,
  },
  {
    name: 'cancel_post',
    title: 'Cancel',
    description: `Withdraws what has not gone out yet. ${EITHER} What is published stays published.`,
    operation: { postId: 'cancelPost', groupId: 'cancelPostGroup' },
    readOnly: false,
    destructive: true,
  },
  {
    name: 'reschedule_post',
    title: 'Move to another time',
    description: `Moves what has not gone out yet to another \`scheduledAt\`. ${EITHER}`,
    operation: { postId: 'reschedulePost', groupId: 'reschedulePostGroup' },
    readOnly: false,
    destructive: false,
  },
];
