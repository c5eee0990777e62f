import type { Account, Postern } from '@postern/client';
import { UsageError } from './exit-status';

/**
 * Ids of the accounts that a person named: by id, as `platform:handle`, as a handle, or by a platform that has
 * one account only. An `@` before a handle does not matter, nor do capitals.
 *
 * @throws UsageError for what fits none, or more than one
 */
export async function findAccounts(postern: Postern, names: readonly string[]): Promise<string[]> {
  if (names.every(isId)) return [...names];
  const accounts = await postern.accounts.list({ limit: 100 }).toArray();
  return names.map((name) => (isId(name) ? name : oneOf(name, accounts)));
}

const isId = (name: string) => name.startsWith('acct_');
const bare = (text: string) => text.trim().replace(/^@/, '').toLowerCase();

function oneOf(name: string, accounts: readonly Account[]): string {
  const fitting = accounts.filter((account) => fits(name, account));
  const usable = fitting.filter(({ status }) => status === 'connected');
  const found = usable.length > 0 ? usable : fitting;
  const [first] = found;
  if (first === undefined) {
    throw new UsageError(`No account is called ${name}. See them with: postern accounts`);
  }
  if (found.length > 1) {
    const candidates = found.map(
      (one) => `  ${one.id}  ${one.platform}:${one.handle ?? ''}  (${one.provider})`,
    );
    throw new UsageError(
      `${name} fits ${found.length} accounts; name one by its id:\n${candidates.join('\n')}`,
    );
  }
  return first.id;
}

function fits(name: string, { platform, handle, displayName }: Account): boolean {
  const called = [handle, displayName].flatMap((text) => (text === null ? [] : bare(text)));
  const [first = '', ...rest] = name.split(':');
  if (rest.length > 0 && samePlatform(first, platform)) return called.includes(bare(rest.join(':')));
  return samePlatform(name, platform) || called.includes(bare(name));
}

const samePlatform = (name: string, platform: string) =>
  platform === (bare(name) === 'twitter' ? 'x' : name.trim().toLowerCase());
