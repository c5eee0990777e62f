/** What examples and descriptions show for members that many DTOs share. */

const ULID = '01jdb2k7m4x8p6q3w9v5z0n1ct';
export const EXAMPLE_TIME = '2026-12-01T08:00:00.000Z';

/** Prefix of an id, by the member that holds it or by the component whose `id` it is. */
const ID_PREFIXES: Readonly<Record<string, string>> = {
  Account: 'acct',
  ApiKey: 'key',
  AuditEntry: 'aud',
  Connection: 'conn',
  Event: 'evt',
  Group: 'pg',
  Key: 'key',
  Manifest: 'man',
  ManifestSummary: 'man',
  Media: 'med',
  Post: 'post',
  PostGroup: 'pg',
  Session: 'ses',
  WebhookDelivery: 'whd',
  WebhookEndpoint: 'we',
  Workspace: 'ws',
};

/** `pg_…` for `PostGroup` and for `groupId`; `null` for what has no prefix of its own. */
export function exampleId(of: string): string | null {
  const name = of.replace(/Id$/, '');
  const prefix = ID_PREFIXES[name.slice(0, 1).toUpperCase() + name.slice(1)];
  return prefix === undefined ? null : `${prefix}_${ULID}`;
}

/** By component and member, or by member alone. */
export const EXAMPLES: Readonly<Record<string, unknown>> = {
  'Post.status': 'published',
  'Post.upstreamStatus': 'published',
  'Post.provider': 'layers',
  'Post.platform': 'instagram',
  'Post.attempts': 1,
  'Post.options': { mode: 'publish' },
  'PostGroup.status': 'published',
  'PostGroup.version': 3,
  'PostGroup.counts': { published: 1 },
  'PostPart.index': 0,
  'Connection.status': 'active',
  'Connection.name': 'Layers, production',
  'Connection.settings': { baseUrl: 'https://api.example.com' },
  'CreateConnection.name': 'Layers, production',
  'UpdateConnection.name': 'Layers, production',
  'UpdateConnection.credentials': { apiKey: '…' },
  'Account.status': 'connected',
  'Account.reference': '17841400008460056',
  'Provider.name': 'Layers',
  'Provider.docsUrl': 'https://docs.example.com',
  'Provider.configSchema': { type: 'object', properties: { apiKey: { type: 'string', writeOnly: true } } },
  'BulkRetryFilter.errorCode': ['AUTH_EXPIRED'],
  'ResolveOrder.note': 'Seen on the profile.',
  'ResolveOrder.outcome': 'published',
  'CommandResult.result': 'done',
  'CommandResult.status': 'canceled',
  'SchedulerCheck.stalledLoops': [],
  'Target.content': { text: 'Opening day!' },
  'PublishError.message': 'The account’s authorisation has expired or was revoked.',
  'PublishError.remedy': 'Reconnect the account at the provider, then retry the post.',
  altText: 'A cup of coffee',
  clientReference: 'campaign-7/42',
  cursor: 'WyIyMDI2LTEyLTAxVDA4OjAwOjAwLjAwMDAwMFoiLCJwb3N0XzAxIiwieCJd',
  detail: null,
  displayName: 'Acme',
  handle: '@acme',
  identity: 'Acme Ltd.',
  metadata: { team: 'growth' },
  nextCursor: null,
  options: { mode: 'publish' },
  path: 'targets[1].content.text',
  perSeconds: 60,
  platform: 'instagram',
  platformPostId: '17900000000000000',
  platformPostUrl: 'https://example.com/p/17900000000000000',
  provider: 'layers',
  providerReference: '65f0c1d2e3',
  reason: 'The date moved',
  text: 'Opening day',
  tokenExpiresAt: null,
  url: 'https://example.com/a.jpg',
};

/** For parameters that say nothing of themselves, by name. */
export const PARAMETER_DESCRIPTIONS: Readonly<Record<string, string>> = {
  accountId: 'Only of this account.',
  clientReference: 'Only with this reference of yours.',
  connectionId: 'Only of this connection.',
  cursor: '`nextCursor` of the page before; valid for the same filters only.',
  errorCode: 'Only with one of these error codes; repeat the parameter for several.',
  groupId: 'Only of this group.',
  limit: 'Most items of a page.',
  platform: 'Only on this platform.',
  name: 'Of the preset, as in its provider’s id: `postato` of `generic:postato`.',
  provider: 'Only through this provider.',
  reason: 'Why, in your words; kept and shown.',
  sort: 'What decides the order, newest first: `createdAt`, or `dueAt` (`scheduledAt`, else the creation).',
  status: 'Only with one of these statuses; repeat the parameter for several.',
};
