import type { Config } from '../config/config';

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * Whether a browser's page may speak to the MCP server. The protocol demands the check: a page of somebody
 * else whose name suddenly leads to this machine must not be answered. Agents outside of browsers send none.
 *
 * @param origin header `Origin`, if any
 */
export function isAllowedOrigin(
  origin: string | undefined,
  { publicUrl }: Pick<Config, 'publicUrl'>,
): boolean {
  if (origin === undefined) return true;
  if (!URL.canParse(origin)) return false;
  const { origin: own } = new URL(origin);
  if (publicUrl !== null && own === new URL(publicUrl).origin) return true;
  return LOOPBACK.has(new URL(origin).hostname);
}
