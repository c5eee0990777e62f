import { SetMetadata } from '@nestjs/common';
import type { Scope } from './caller';

export const SCOPE_METADATA = 'postern:scope';
export const PUBLIC_METADATA = 'postern:public';

/** The scope that a key needs for this route or controller. A route with neither decorator is refused. */
export const RequireScope = (scope: Scope) => SetMetadata(SCOPE_METADATA, scope);

/** No key is asked for (health, inbound hooks, which check a signature). */
export const Public = () => SetMetadata(PUBLIC_METADATA, true);
