import type { Account, PlatformAbilities, Provider } from '@postern/client';
import { platformName } from '@postern/core';
import { useQueries, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { postern } from '../../api/client';
import { queryClient } from '../../api/queries';
import { texts } from '../../texts';
import type { TargetDraft } from './draft';

const accountKey = (id: string) => ['accounts', 'one', id] as const;

/** A target with all that is known of it. */
export interface TargetView {
  target: TargetDraft;
  /** In the request. */
  index: number;
  /** Undefined while it is read, or where it is gone. */
  account: Account | undefined;
  name: string;
  platform: string;
  platformName: string;
  providerName: string;
  /** What its provider can do there; undefined where nobody knows. */
  abilities: PlatformAbilities | undefined;
}

export function useProviders() {
  return useQuery({
    queryKey: ['providers', 'all'],
    queryFn: ({ signal }) => postern.providers.list({ signal }).toArray(),
    staleTime: 300_000,
  });
}

/** The accounts of the list need not be read again. */
export function rememberAccounts(accounts: readonly Account[]): void {
  for (const account of accounts) queryClient.setQueryData(accountKey(account.id), account);
}

export function useTargets(targets: readonly TargetDraft[]): TargetView[] {
  const { data: providers } = useProviders();
  const accounts = useQueries({
    queries: targets.map(({ accountId }) => ({
      queryKey: accountKey(accountId),
      queryFn: ({ signal }: { signal: AbortSignal }) => postern.accounts.get(accountId, { signal }),
    })),
    combine: (results) => results.map(({ data }) => data),
  });
  return useMemo(
    () => targets.map((target, index) => viewOf(target, index, accounts[index], providers ?? [])),
    [targets, accounts, providers],
  );
}

function viewOf(
  target: TargetDraft,
  index: number,
  account: Account | undefined,
  providers: readonly Provider[],
): TargetView {
  const provider = providers.find(({ id }) => id === account?.provider);
  const platform = account?.platform ?? '';
  return {
    target,
    index,
    account,
    name: account === undefined ? target.accountId : nameOf(account),
    platform,
    platformName: platformName(platform),
    providerName: provider?.name ?? account?.provider ?? '',
    abilities: provider?.platforms.find((one) => one.platform === platform)?.rules,
  };
}

export const nameOf = ({ displayName, handle }: Pick<Account, 'displayName' | 'handle'>): string =>
  displayName ?? handle ?? texts.preview.noName;
