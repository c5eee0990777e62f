/** What the gateway writes today, to choose from; others can be typed. */
const VERBS: Readonly<Record<string, readonly string[]>> = {
  api_key: ['create', 'update', 'rotate', 'revoke'],
  connection: ['create', 'update', 'delete', 'check', 'sync', 'register_webhooks', 'remove_webhooks'],
  import: ['create'],
  manifest: ['create', 'update', 'delete'],
  media: ['create', 'delete', 'expire'],
  post: ['cancel', 'reschedule', 'retry', 'resolve'],
  post_group: ['create', 'update', 'publish'],
  session: ['create', 'end'],
  webhook_delivery: ['replay'],
  webhook_endpoint: ['create', 'update', 'delete', 'rotate_secret', 'test', 'replay'],
  workspace: ['create', 'update'],
};

export const ACTIONS: readonly string[] = Object.entries(VERBS).flatMap(([subject, verbs]) =>
  verbs.map((verb) => `${subject}.${verb}`),
);
