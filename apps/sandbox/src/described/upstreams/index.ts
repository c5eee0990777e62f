import type { DescribedName } from '../../frame/upstream-names';
import type { UpstreamDescription } from '../description';
import { BLOTATO } from './blotato';
import { BUNDLE_SOCIAL } from './bundle-social';
import { OUTSTAND } from './outstand';
import { POSTIZ } from './postiz';
import { UPLOAD_POST } from './upload-post';
import { AYRSHARE } from './ayrshare';
import { PUBLORA } from './publora';
import { POST_FOR_ME } from './post-for-me';
import { ZERNIO } from './zernio';

/** Every upstream that is described. */
export const DESCRIPTIONS: Readonly<Partial<Record<DescribedName, UpstreamDescription>>> = {
  ayrshare: AYRSHARE,
  zernio: ZERNIO,
  'bundle-social': BUNDLE_SOCIAL,
  'upload-post': UPLOAD_POST,
  outstand: OUTSTAND,
  postiz: POSTIZ,
  'post-for-me': POST_FOR_ME,
  publora: PUBLORA,
  blotato: BLOTATO,
};
