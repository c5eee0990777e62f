import type { PostGroupStatus, PostStatus } from '@postern/client';
import { inZone } from '../../components/time';
import { texts } from '../../texts';
import type { Chip, View } from './search';

export interface Option {
  value: string;
  label: string;
}

export function statusesOf(view: View): Option[] {
  return Object.entries(texts.statuses)
    .map(([value, label]) => ({ value, label }))
    .filter(({ value }) => view === 'groups' || value !== 'partially_published');
}

/** What the address names can be taken away again, also where it is none of the options. */
export function withGiven(
  options: readonly Option[],
  given: string | readonly string[] | undefined,
): Option[] {
  const known = new Set(options.map(({ value }) => value));
  const others = [given ?? []].flat().filter((value) => !known.has(value));
  return [...options, ...others.map((value) => ({ value, label: value }))];
}

/** A filter's value as a person reads it; `named` knows accounts and connections by their ids. */
export function chipText({ name, value }: Chip, named: ReadonlyMap<string, string>): string {
  switch (name) {
    case 'status':
      return texts.statuses[value as PostStatus | PostGroupStatus] ?? value;
    case 'errorCode':
      return (texts.posts.errors as Record<string, string>)[value] ?? value;
    case 'since':
    case 'until':
    case 'createdSince':
    case 'createdUntil':
      return Number.isNaN(Date.parse(value)) ? value : inZone(value);
    case 'accountId':
    case 'connectionId':
      return named.get(value) ?? value;
    case 'provider':
    case 'platform':
    case 'clientReference':
    case 'id':
    case 'groupId':
      return value;
  }
}
