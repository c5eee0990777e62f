import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { rootRoute } from '../../root-route';
import { validateSearch } from './search';

const parent = () => rootRoute;

export const composeRoutes = [
  createRoute({
    getParentRoute: parent,
    path: '/compose',
    validateSearch,
    component: lazyRouteComponent(() => import('./compose-page'), 'ComposePage'),
  }),
] as const;
