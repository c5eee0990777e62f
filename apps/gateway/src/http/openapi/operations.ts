/** What every operation says of itself: its scope, its security, its section. */
import { type Document, operationsOf } from './document-types';

const TAGS: Readonly<Record<string, string>> = {
  'post groups':
    'One request of a caller: content for some accounts. Create, read, edit, command as a whole.',
  posts: 'One account, one platform, one outcome. Read, follow and command a single post.',
  media: 'Images and videos that posts carry, stored once.',
  accounts: 'Accounts on social networks, through all connections.',
  connections: 'Credentials of a workspace for a provider.',
  providers: 'What each provider can do.',
  imports: 'Tables (CSV) whose rows become post groups.',
  manifests: 'Providers of a workspace’s own, described as data.',
  events: 'Everything that happened, in order: pulled, or as a stream.',
  stats: 'What happens now and happened of late, in figures.',
  webhooks: 'Endpoints that are told of events, and their deliveries.',
  'webhook endpoints': 'Endpoints that are told of events.',
  'webhook deliveries': 'What was delivered to endpoints, and what failed.',
  workspaces: 'Tenants of the gateway: each sees its own things alone.',
  'API keys': 'Keys of a workspace: made, rotated, revoked.',
  'audit log': 'Who changed what, before and after.',
  'inbound hooks': 'Where providers send their webhooks to.',
  session: 'Signing in to the admin app, and out of it.',
  health: 'Whether the gateway works.',
};

const SUCCESSES: Readonly<Record<string, string>> = {
  '200': 'What was asked for.',
  '201': 'Made, and what was made.',
  '202': 'Accepted; it goes on.',
  '204': 'Done; there is nothing to show.',
};

export function describeOperations(document: Document): void {
  for (const { operation } of operationsOf(document)) {
    for (const [status, response] of Object.entries(operation.responses)) {
      if (response.$ref === undefined) response.description ||= SUCCESSES[status] ?? '';
    }
    const scope = operation['x-required-scope'];
    if (scope === undefined) {
      operation.security ??= [];
      continue;
    }
    const needs = `Needs the scope \`${scope}\`.`;
    operation.description = operation.description ? `${operation.description} ${needs}` : needs;
  }
  const used = new Set(operationsOf(document).flatMap(({ operation }) => operation.tags ?? []));
  const known = Object.entries(TAGS).filter(([name]) => used.has(name));
  document.tags = known.map(([name, description]) => ({ name, description }));
}
