/** What a create's body says, all parts together; null where it says nothing. */
export function textOfContent(body: unknown): string | null {
  if (typeof body !== 'object' || body === null || !('content' in body)) return null;
  const { content } = body;
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return null;
  return content.map(textOf).join('\n');
}

function textOf(item: unknown): string {
  if (typeof item !== 'object' || item === null || !('text' in item)) return '';
  return typeof item.text === 'string' ? item.text : '';
}
