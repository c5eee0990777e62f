/** The ways by which the posts of a run reach a network: a provider of Postern, and the upstream behind it. */

/** As the sandbox calls them. */
export type Upstream =
  | 'layers'
  | 'postpost'
  | 'postato'
  | 'ayrshare'
  | 'zernio'
  | 'post-for-me'
  | 'bundle-social'
  | 'upload-post'
  | 'outstand'
  | 'postiz'
  | 'publora'
  | 'blotato';

export interface Route {
  upstream: Upstream;
  /** The provider of the build, or the preset that a manifest of the workspace extends. */
  via: { provider: string } | { preset: string };
  /** Requests that make or publish a post; in `*` any of the upstream's. */
  writes: readonly string[];
  /** The request that publishes: what refuses it refuses the post. */
  lastWrites: readonly string[];
  list: string;
  /** What `*` stands for where another route has the same upstream. */
  all: string;
  /**
   * A create without an answer is sent again under its key, and no look-up proves that it is absent: nothing tells
   * so once its caller wants it canceled. One that is there must be found.
   */
  isBlindAfterCancel?: true;
  /** Words for an address that the seeds give under another name. */
  credentials?: (seeds: { baseUrl: string }) => Record<string, string>;
}

const preset = (
  upstream: Upstream,
  { writes, lastWrites, list, ...more }: Pick<Route, 'writes' | 'list'> & Partial<Route>,
): Route => {
  const named = (operations: readonly string[]) => operations.map((name) => `${upstream}.${name}`);
  return {
    ...{ upstream, via: { preset: upstream }, all: '*', ...more },
    ...{ writes: named(writes), lastWrites: named(lastWrites ?? writes), list: `${upstream}.${list}` },
  };
};

export const ROUTES = {
  layers: {
    upstream: 'layers',
    via: { provider: 'layers' },
    writes: [
      'layers.create-uploads',
      'layers.finalize-upload',
      'layers.publish',
      'layers.publish',
      'layers.schedule',
    ],
    lastWrites: ['layers.publish', 'layers.schedule'],
    list: 'layers.list-posts',
    all: '*',
  },
  postpost: {
    upstream: 'postpost',
    via: { provider: 'postpost' },
    writes: [
      'postpost.create-post',
      'postpost.update-post',
      'postpost.update-post',
      'postpost.get-upload-url',
    ],
    lastWrites: ['postpost.update-post'],
    list: 'postpost.list-posts',
    all: '*',
  },
  postato: {
    upstream: 'postato',
    via: { provider: 'generic:postato' },
    writes: ['postato.create'],
    lastWrites: ['postato.create'],
    list: 'postato.list',
    all: '*',
  },
  'preset:ayrshare': preset('ayrshare', {
    writes: ['create'],
    list: 'history',
    isBlindAfterCancel: true,
  }),
  'preset:zernio': preset('zernio', { writes: ['create'], list: 'list' }),
  'preset:post-for-me': preset('post-for-me', {
    writes: ['create', 'update'],
    lastWrites: ['update'],
    list: 'list',
  }),
  'preset:bundle-social': preset('bundle-social', {
    writes: ['create', 'update'],
    lastWrites: ['update'],
    list: 'list',
  }),
  'preset:upload-post': preset('upload-post', { writes: ['create-text'], list: 'list-schedule' }),
  'preset:outstand': preset('outstand', { writes: ['create'], list: 'list' }),
  'preset:postiz': preset('postiz', { writes: ['create', 'toggle'], lastWrites: ['create'], list: 'list' }),
  'preset:publora': preset('publora', {
    writes: ['create', 'update'],
    lastWrites: ['update'],
    list: 'list',
  }),
  'preset:blotato': preset('blotato', { writes: ['create'], list: 'list' }),
  'preset:postpost': preset('postpost', {
    writes: ['create-post', 'update-post'],
    lastWrites: ['update-post'],
    list: 'list-posts',
  }),
  'preset:postato-mcp': {
    upstream: 'postato',
    via: { preset: 'postato-mcp' },
    writes: ['mcp.publish_post'],
    // How a tool refuses is not documented.
    lastWrites: [],
    list: 'mcp.list_posts',
    all: 'mcp.*',
    credentials: ({ baseUrl }) => ({ mcpUrl: `${baseUrl}/mcp` }),
  },
} as const satisfies Readonly<Record<string, Route>>;

export type RouteName = keyof typeof ROUTES;

export const ROUTE_NAMES = Object.keys(ROUTES) as RouteName[];

export function routeOf(name: RouteName): Route {
  return ROUTES[name];
}

/** Providers of the build, which carry most posts of a run. */
export const MAIN_ROUTES = ROUTE_NAMES.filter((name) => 'provider' in ROUTES[name].via);
export const PRESET_ROUTES = ROUTE_NAMES.filter((name) => 'preset' in ROUTES[name].via);

/** As connections name it; a preset is reached through a manifest that extends it. */
export function providerOf(name: RouteName): string {
  const { via } = routeOf(name);
  return 'provider' in via ? via.provider : `generic:${manifestId(via.preset)}`;
}

export function manifestId(presetName: string): string {
  return `fault-suite-${presetName}`;
}

/** The upstreams that the sandbox plays only where they are asked for. */
export const DESCRIBED: readonly Upstream[] = [
  ...new Set(PRESET_ROUTES.map((name) => routeOf(name).upstream)),
].filter((upstream) => !MAIN_ROUTES.some((name) => routeOf(name).upstream === upstream));
