import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiExtension } from '@nestjs/swagger';
import type { Scope } from './caller';

export const SCOPE_METADATA = 'postern:scope';
export const OTHER_SCOPES_METADATA = 'postern:other-scopes';
export const ANY_SCOPE = 'any';
export const PUBLIC_METADATA = 'postern:public';

/**
 * The scope that a key needs for this route, told in its description; one of `others` will do as well. A route
 * without decorator is refused.
 */
export const RequireScope = (scope: Scope, ...others: Scope[]): MethodDecorator & ClassDecorator =>
  applyDecorators(
    SetMetadata(SCOPE_METADATA, scope),
    SetMetadata(OTHER_SCOPES_METADATA, others),
    ApiExtension('x-required-scope', scope),
  );

/** No key is asked for (health, inbound hooks, which check a signature). */
export const Public = () => SetMetadata(PUBLIC_METADATA, true);

/** A key is asked for, whatever it may do: what it asks for behind this route is judged there. */
export const AnyScope = () => SetMetadata(SCOPE_METADATA, ANY_SCOPE);
