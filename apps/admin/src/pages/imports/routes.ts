import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { rootRoute } from '../../root-route';

const parent = () => rootRoute;

export const importsRoutes = [
  createRoute({
    getParentRoute: parent,
    path: '/imports',
    component: lazyRouteComponent(() => import('./imports-page'), 'ImportsPage'),
  }),
] as const;
