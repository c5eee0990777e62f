import { resultOf, type Failure, type Group, type Row } from '../../model';

/** Every platform that `data` may name. */
export const PLATFORMS = [
  ...(['TIKTOK', 'YOUTUBE', 'INSTAGRAM', 'FACEBOOK', 'TWITTER', 'THREADS', 'LINKEDIN'] as const),
  ...(['PINTEREST', 'REDDIT', 'MASTODON', 'DISCORD', 'SLACK', 'BLUESKY', 'GOOGLE_BUSINESS'] as const),
] as const;
export type Platform = (typeof PLATFORMS)[number];

export interface PlatformContent {
  readonly text?: string;
  readonly uploadIds?: readonly string[];
  readonly sr?: string;
}

/** What a post carries beside its rows. */
export interface PostExtra {
  title: string;
  postDate: string;
  referenceKey: string | null;
  data: Partial<Record<Platform, PlatformContent>>;
}

export function extraOf({ extra }: Group): PostExtra {
  return extra as unknown as PostExtra;
}

export type Status =
  'DRAFT' | 'SCHEDULED' | 'PROCESSING' | 'POSTED' | 'RETRYING' | 'ERROR' | 'REVIEW' | 'DELETED';

/** One word for the whole group. @param partial what a post says of which a part failed */
export function statusOf(group: Group, partial: string): Status {
  switch (group.phase) {
    case 'draft':
    case 'held':
      return 'DRAFT';
    case 'scheduled':
      return 'SCHEDULED';
    case 'queued':
      return 'PROCESSING';
    case 'publishing':
      return underWay(group);
    case 'canceled':
      return 'DELETED';
    case 'done': {
      const result = resultOf(group);
      if (result === 'partial') return partial === 'POSTED' ? 'POSTED' : 'ERROR';
      return result === 'published' ? 'POSTED' : 'ERROR';
    }
  }
}

function underWay({ rows }: Group): Status {
  const open = rows.filter(({ finalAt }) => finalAt === null);
  if (open.some(({ phase }) => phase === 'retrying')) return 'RETRYING';
  return open.length > 0 && open.every(isReviewed) ? 'REVIEW' : 'PROCESSING';
}

function isReviewed({ platform, texts }: Row): boolean {
  return platform === 'TIKTOK' || texts.some((text) => text.includes('#review'));
}

/** A post as it is read. */
export function postView(group: Group, partial: string): Record<string, unknown> {
  const { title, postDate, referenceKey, data } = extraOf(group);
  return {
    id: group.id,
    teamId: group.extra.teamId,
    title,
    postDate,
    postedDate: postedAt(group),
    status: statusOf(group, partial),
    referenceKey,
    socialAccountTypes: group.rows.map(({ platform }) => platform),
    data: Object.fromEntries(PLATFORMS.map((platform) => [platform, data[platform] ?? null])),
    ...outcomeView(group),
    createdAt: group.createdAt,
    updatedAt: group.updatedAt,
  };
}

/** The webhook names the times otherwise. */
export function eventView(group: Group, partial: string): Record<string, unknown> {
  const { postDate, ...post } = postView(group, partial);
  return { ...post, scheduledDate: postDate };
}

function postedAt({ rows }: Group): string | null {
  return rows.find(({ phase }) => phase === 'published')?.finalAt ?? null;
}

/** `error` and `errors` are the deprecated forms of `errorsVerbose`. */
function outcomeView({ rows }: Group): Record<string, unknown> {
  const errors = rows.flatMap(({ platform, failure }) =>
    failure === null ? [] : [[platform, MESSAGES[failure].message] as const],
  );
  return {
    error: errors[0]?.[1] ?? null,
    errors: errors.length === 0 ? null : Object.fromEntries(errors),
    errorsVerbose: Object.fromEntries(rows.map((row) => [row.platform, errorView(row)])),
    externalData: Object.fromEntries(
      rows.map(({ platform, phase, liveId, liveUrl }) => [
        platform,
        phase === 'published' ? { id: liveId, permalink: liveUrl } : null,
      ]),
    ),
  };
}

interface Message {
  readonly code: string;
  readonly message: string;
  readonly isTransient: boolean;
  readonly httpStatus: number | null;
}

const MESSAGES: Readonly<Record<Failure, Message>> = {
  'fail-auth': { code: '190', message: 'Error validating access token', isTransient: false, httpStatus: 401 },
  'fail-content': { code: '36003', message: 'Content was rejected', isTransient: false, httpStatus: 400 },
  'fail-rate': {
    code: '4',
    message: 'Application request limit reached',
    isTransient: true,
    httpStatus: 429,
  },
  'fail-server': {
    code: '2',
    message: 'Service temporarily unavailable',
    isTransient: true,
    httpStatus: 500,
  },
  'fail-network': { code: 'NETWORK', message: 'socket hang up', isTransient: true, httpStatus: null },
  'fail-odd': { code: '4471', message: 'Checkpoint required', isTransient: false, httpStatus: 400 },
};

/** `IG:190`: two letters of the platform and the platform's own code. */
function errorView({ platform, failure }: Row): unknown {
  if (failure === null) return null;
  const { code, message, isTransient, httpStatus } = MESSAGES[failure];
  const letters = platform === 'INSTAGRAM' ? 'IG' : platform.slice(0, 2);
  return {
    code: `${letters}:${code}`,
    errorMessage: message,
    isTransient,
    httpStatus,
    meta: {},
    userFacingMessage: failure === 'fail-auth' ? 'Connect the account again' : 'The post was not published',
  };
}
