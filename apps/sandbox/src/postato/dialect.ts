import type { PostatoSettings } from './options';
import type { Post, PostState } from './state';

type Dialect = 'A' | 'B';

const WORDS: Readonly<Record<PostState, Readonly<Record<Dialect, string>>>> = {
  draft: { A: 'draft', B: 'draft' },
  pending_approval: { A: 'pending_approval', B: 'pending_approval' },
  scheduled: { A: 'scheduled', B: 'scheduled' },
  accepted: { A: 'pending', B: 'queued' },
  in_flight: { A: 'processing', B: 'publishing' },
  retrying: { A: 'processing', B: 'retrying' },
  published: { A: 'published', B: 'published' },
  failed: { A: 'failed', B: 'failed' },
  rejected: { A: 'rejected', B: 'rejected' },
  cancelled: { A: 'cancelled', B: 'cancelled' },
};

/** Every word that may stand in a list's `status` filter, in either dialect. */
export function statesNamed(word: string): PostState[] {
  const states = Object.keys(WORDS) as PostState[];
  return states.filter((state) => WORDS[state].A === word || WORDS[state].B === word);
}

/** Speaks one dialect, or both by turns. */
export class Speaker {
  private turns = 0;

  constructor(private readonly settings: () => PostatoSettings) {}

  private next(): Dialect {
    const { dialect } = this.settings();
    if (dialect !== 'mixed') return dialect;
    this.turns += 1;
    return this.turns % 2 === 1 ? 'A' : 'B';
  }

  /** A media record's word for "the bytes are there". */
  storedWord(): string {
    return this.next() === 'A' ? 'ready' : 'uploaded';
  }

  /** What create answers: the keys of the documented sample, no more. */
  created(post: Post): Record<string, unknown> {
    const dialect = this.next();
    return {
      id: post.id,
      status: WORDS[post.state][dialect],
      platform: post.platform,
      postType: post.postType,
      createdAt: post.createdAt,
      items: itemsView(post, dialect),
    };
  }

  /** One post in full. */
  post(post: Post): Record<string, unknown> {
    const dialect = this.next();
    return {
      id: post.id,
      workspaceId: post.workspaceId,
      accountId: post.accountId,
      status: WORDS[post.state][dialect],
      platform: post.platform,
      postType: post.postType,
      ...addressView(post, dialect),
      error: this.errorView(post),
      scheduledAt: post.scheduledAt,
      createdAt: post.createdAt,
      updatedAt: post.updatedAt,
      publishedAt: post.publishedAt,
      items: itemsView(post, dialect),
      media: post.items.flatMap(({ media }) => media),
    };
  }

  /** `data` of a webhook about a post. */
  eventData(post: Post): Record<string, unknown> {
    const dialect = this.next();
    return {
      postId: post.id,
      status: WORDS[post.state][dialect],
      platform: post.platform,
      accountId: post.accountId,
      ...(post.state === 'published' ? addressView(post, dialect) : {}),
      ...(post.error === null ? {} : { error: this.errorView(post) }),
    };
  }

  private errorView({ error }: Post): unknown {
    return error !== null && this.settings().errorForm === 'string' ? error.message : error;
  }
}

/** The address is there only once a post is published. */
function addressView({ platformPostId, platformUrl }: Post, dialect: Dialect): Record<string, unknown> {
  return dialect === 'A'
    ? { platformPostId, platformUrl }
    : { externalId: platformPostId, externalUrl: platformUrl };
}

function itemsView({ items }: Post, dialect: Dialect): Record<string, unknown>[] {
  return items.map(({ id, index, text, state }) => ({ id, index, text, status: WORDS[state][dialect] }));
}
