import type { Slice } from '../frame/state-store';
import type { SimContext } from '../frame/simulator';
import type { GroupIndex } from './group-index';
import type { Media } from './media';
import type { PostGroups } from './post-groups';
import type { PostpostState } from './state';
import type { Webhooks } from './webhooks';

/** What the routes act on. */
export interface PostpostParts {
  readonly context: SimContext;
  readonly slice: Slice<PostpostState>;
  readonly index: GroupIndex;
  readonly groups: PostGroups;
  readonly media: Media;
  readonly webhooks: Webhooks;
}
