import type { DescribedName } from '../../frame/upstream-names';
import type { UpstreamDescription } from '../description';
import { ZERNIO } from './zernio';

/** Every upstream that is described. */
export const DESCRIPTIONS: Readonly<Partial<Record<DescribedName, UpstreamDescription>>> = {
  zernio: ZERNIO,
};
