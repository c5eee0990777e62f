import type { SimContext } from '../frame/simulator';
import type { Slice } from '../frame/state-store';
import type { Approvals } from './approvals';
import type { Speaker } from './dialect';
import type { Media } from './media';
import type { PostIndex } from './post-index';
import type { Posts } from './posts';
import type { PostatoState } from './state';
import type { Webhooks } from './webhooks';

/** What the routes act on. */
export interface PostatoParts {
  readonly context: SimContext;
  readonly slice: Slice<PostatoState>;
  readonly index: PostIndex;
  readonly speaker: Speaker;
  readonly posts: Posts;
  readonly approvals: Approvals;
  readonly media: Media;
  readonly webhooks: Webhooks;
}
