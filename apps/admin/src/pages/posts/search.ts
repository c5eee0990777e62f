/** What of the lists of groups and posts stands in the address: the filters under the API's own names. */
export type View = 'groups' | 'posts';

export interface PostsFilter {
  status?: string[];
  accountId?: string;
  provider?: string;
  platform?: string;
  clientReference?: string;
  since?: string;
  until?: string;
  createdSince?: string;
  createdUntil?: string;
  id?: string[];
  groupId?: string;
  connectionId?: string;
  errorCode?: string[];
}

export interface PostsSearch extends PostsFilter {
  /** Groups where none is named. */
  view?: 'posts';
  /** `createdAt` where none is named. */
  sort?: string;
  cursor?: string;
}

export type FilterName = keyof PostsFilter;

const LISTS = ['status', 'id', 'errorCode'] as const satisfies readonly FilterName[];
const TEXTS = [
  'accountId',
  'provider',
  'platform',
  'clientReference',
  'since',
  'until',
  'createdSince',
  'createdUntil',
  'groupId',
  'connectionId',
] as const satisfies readonly FilterName[];

/** `GET /post-groups` does not know these. */
const OF_POSTS_ALONE: readonly FilterName[] = ['id', 'groupId', 'connectionId', 'errorCode'];

/**
 * Members of another kind than the API's are dropped. A word that the API does not know stays: the API refuses it by
 * name, and its chip takes it away again.
 */
export function validatePostsSearch(raw: Record<string, unknown>): PostsSearch {
  const search: PostsSearch = raw.view === 'posts' ? { view: 'posts' } : {};
  for (const name of LISTS) {
    const given = (Array.isArray(raw[name]) ? raw[name] : [raw[name]]).flatMap(wordOf);
    if (given.length > 0) search[name] = [...new Set(given)];
  }
  for (const name of [...TEXTS, 'sort', 'cursor'] as const) {
    const [given] = wordOf(raw[name]);
    if (given !== undefined) search[name] = given;
  }
  return search;
}

/** The router reads `7` as a number and `true` as a boolean. */
function wordOf(value: unknown): string[] {
  if (typeof value === 'number' || typeof value === 'boolean') return [String(value)];
  return typeof value === 'string' && value.trim() !== '' ? [value.trim()] : [];
}

export const viewOf = ({ view }: PostsSearch): View => view ?? 'groups';

export const appliesTo = (view: View, name: FilterName): boolean =>
  view === 'posts' || !OF_POSTS_ALONE.includes(name);

/** The filters that the view's operation takes. */
export function filterOf(search: PostsSearch): PostsFilter {
  const filter: PostsFilter = {};
  for (const name of LISTS)
    if (search[name] !== undefined && appliesTo(viewOf(search), name)) filter[name] = search[name];
  for (const name of TEXTS)
    if (search[name] !== undefined && appliesTo(viewOf(search), name)) filter[name] = search[name];
  return filter;
}

export interface Chip {
  name: FilterName;
  value: string;
}

/** One for each thing that is asked for. */
export function chipsOf(search: PostsSearch): Chip[] {
  return Object.entries(filterOf(search)).flatMap(([name, values]) =>
    [values as string | string[]].flat().map((value) => ({ name: name as FilterName, value })),
  );
}

/** The search without one of its chips, from its first page. */
export function without(search: PostsSearch, { name, value }: Chip): PostsSearch {
  const rest = (LISTS as readonly FilterName[]).includes(name)
    ? (search[name] as string[]).filter((one) => one !== value)
    : [];
  return validatePostsSearch({ ...search, [name]: rest, cursor: undefined });
}

/** Other filters, in the same view and order, from the first page. */
export function withFilter(search: PostsSearch, filter: PostsFilter): PostsSearch {
  return validatePostsSearch({ view: search.view, sort: search.sort, ...filter });
}

/** A status of groups alone means nothing among posts, and so on: what the other view does not know is left out. */
export function inView(search: PostsSearch, view: View): PostsSearch {
  const { status, ...rest } = search;
  const known = status?.filter((word) => view === 'groups' || word !== 'partially_published');
  const other = validatePostsSearch({ ...rest, status: known, view, cursor: undefined });
  return {
    ...filterOf(other),
    ...(view === 'posts' ? { view } : {}),
    ...(other.sort ? { sort: other.sort } : {}),
  };
}
