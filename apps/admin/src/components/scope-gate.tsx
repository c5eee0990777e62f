import type { ReactNode } from 'react';
import { type Scope, useCan } from '../api/session';
import { texts } from '../texts';
import { NoPermission } from './problem-notice';

/** Shows its content to sessions with the scope, and to others which one they would need. */
export function ScopeGate({ scope, children }: { scope: Scope; children: ReactNode }) {
  const can = useCan();
  return can(scope) ? children : <NoPermission detail={texts.common.needsScope(scope)} />;
}
