/** What is being written, and every change that a person can make to it. Pure. */
export interface MediaDraft {
  /** Of this page; the same where a target copied the group's. */
  key: string;
  /** With neither this nor `url` it is still on its way. */
  mediaId: string | null;
  url: string | null;
  altText: string;
  /** The file's name, for people. */
  name: string;
}

export interface PartDraft {
  key: string;
  text: string;
  media: MediaDraft[];
}

export interface ContentDraft {
  text: string;
  media: MediaDraft[];
  /** Parts after the first. */
  thread: PartDraft[];
  firstComment: string;
}

export type Member = keyof ContentDraft;
export const MEMBERS: readonly Member[] = ['text', 'media', 'thread', 'firstComment'];

export interface TargetDraft {
  accountId: string;
  /** What it says instead of the group's content; what is absent is the group's. */
  own: Partial<ContentDraft>;
  /** `mode` and others, as typed (option-values.ts). */
  options: Record<string, string>;
}

export interface Draft {
  content: ContentDraft;
  targets: TargetDraft[];
  /** ISO 8601; null: at once. */
  scheduledAt: string | null;
  clientReference: string;
  /** As typed. */
  maxLatenessMinutes: string;
  /** JSON, as typed. */
  metadata: string;
}

/** Whose content is meant: the group's (`null`), or an account's own. */
export type Place = string | null;

export type DraftChange =
  | { type: 'restore'; draft: Draft }
  | { type: 'target'; accountId: string; chosen: boolean }
  | { type: 'content'; at: Place; change: Partial<ContentDraft> }
  | { type: 'own'; accountId: string; member: Member; own: boolean }
  | { type: 'share'; from: string; to: readonly string[] }
  | { type: 'option'; accountId: string; name: string; value: string | null }
  | { type: 'stored'; key: string; mediaId: string }
  | { type: 'settings'; change: Partial<Omit<Draft, 'content' | 'targets'>> };

export const EMPTY_CONTENT: ContentDraft = { text: '', media: [], thread: [], firstComment: '' };

export const emptyDraft = (scheduledAt: string | null): Draft => ({
  content: EMPTY_CONTENT,
  targets: [],
  scheduledAt,
  clientReference: '',
  maxLatenessMinutes: '',
  metadata: '',
});

export function changedDraft(draft: Draft, change: DraftChange): Draft {
  switch (change.type) {
    case 'restore':
      return change.draft;
    case 'target':
      return { ...draft, targets: withTarget(draft.targets, change) };
    case 'content':
      return change.at === null
        ? { ...draft, content: { ...draft.content, ...change.change } }
        : onTarget(draft, change.at, ({ own }) => ({ own: { ...own, ...change.change } }));
    case 'own':
      return onTarget(draft, change.accountId, ({ own }) => ({
        own: change.own
          ? { ...own, [change.member]: draft.content[change.member] }
          : without(own, change.member),
      }));
    case 'share':
      return shared(draft, change);
    case 'option':
      return onTarget(draft, change.accountId, ({ options }) => ({
        options:
          change.value === null ? without(options, change.name) : { ...options, [change.name]: change.value },
      }));
    case 'stored':
      return stored(draft, change);
    case 'settings':
      return { ...draft, ...change.change };
  }
}

function withTarget(targets: TargetDraft[], { accountId, chosen }: { accountId: string; chosen: boolean }) {
  const others = targets.filter((target) => target.accountId !== accountId);
  if (!chosen) return others;
  return others.length < targets.length ? targets : [...targets, { accountId, own: {}, options: {} }];
}

function onTarget(
  draft: Draft,
  accountId: string,
  change: (target: TargetDraft) => Partial<TargetDraft>,
): Draft {
  const targets = draft.targets.map((target) =>
    target.accountId === accountId ? { ...target, ...change(target) } : target,
  );
  return { ...draft, targets };
}

function shared(draft: Draft, { from, to }: { from: string; to: readonly string[] }): Draft {
  const source = draft.targets.find(({ accountId }) => accountId === from);
  if (source === undefined) return draft;
  const targets = draft.targets.map((target) =>
    to.includes(target.accountId) ? { ...target, own: source.own, options: source.options } : target,
  );
  return { ...draft, targets };
}

/** A file has arrived, wherever it stands by now. */
function stored(draft: Draft, { key, mediaId }: { key: string; mediaId: string }): Draft {
  const media = (items: MediaDraft[]) =>
    items.map((item) => (item.key === key ? { ...item, mediaId } : item));
  const content = (one: Partial<ContentDraft>): Partial<ContentDraft> => ({
    ...one,
    ...(one.media && { media: media(one.media) }),
    ...(one.thread && { thread: one.thread.map((part) => ({ ...part, media: media(part.media) })) }),
  });
  return {
    ...draft,
    content: { ...draft.content, ...content(draft.content) },
    targets: draft.targets.map((target) => ({ ...target, own: content(target.own) })),
  };
}

function without<T extends object>(from: T, member: string): T {
  return Object.fromEntries(Object.entries(from).filter(([name]) => name !== member)) as T;
}

/** What a target will say. */
export const contentOf = (draft: Draft, { own }: TargetDraft): ContentDraft => ({ ...draft.content, ...own });

/** Every medium, wherever it stands. */
export function mediaOf(draft: Draft): MediaDraft[] {
  const contents: Partial<ContentDraft>[] = [draft.content, ...draft.targets.map(({ own }) => own)];
  return contents.flatMap(({ media = [], thread = [] }) => [
    ...media,
    ...thread.flatMap((part) => part.media),
  ]);
}

/** Something that can be sent at all is missing: its file is on its way, or did not arrive. */
export const isOnItsWay = ({ mediaId, url }: MediaDraft): boolean => mediaId === null && url === null;

/** One place up or down. */
export function moved<T>(list: readonly T[], index: number, by: -1 | 1): T[] {
  const result = [...list];
  const [item] = result.splice(index, 1);
  if (item !== undefined) result.splice(index + by, 0, item);
  return result;
}

export function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
}
