import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { rootRoute } from '../../root-route';

const parent = () => rootRoute;

export const composeRoutes = [
  createRoute({
    getParentRoute: parent,
    path: '/compose',
    component: lazyRouteComponent(() => import('./compose-page'), 'ComposePage'),
  }),
] as const;
