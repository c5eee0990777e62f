/** Where the app shows the subject of an entry; `null`: nowhere of its own. */
export function subjectPath({ type, id }: { type: string; id: string }): string | null {
  switch (type) {
    case 'post':
      return `/posts/${id}`;
    case 'post_group':
      return `/groups/${id}`;
    case 'connection':
      return `/connections/${id}`;
    case 'import':
      return `/imports/${id}`;
    case 'webhook_endpoint':
      return `/webhooks/${id}`;
    case 'webhook_delivery':
      return `/webhook-deliveries/${id}`;
    default:
      return null;
  }
}
