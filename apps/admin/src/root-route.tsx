import { createRootRoute } from '@tanstack/react-router';
import { SignedIn } from './shell/signed-in';

export const rootRoute = createRootRoute({ component: SignedIn });
