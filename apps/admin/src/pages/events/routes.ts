import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { rootRoute } from '../../root-route';

const parent = () => rootRoute;

export const eventsRoutes = [
  createRoute({
    getParentRoute: parent,
    path: '/events',
    component: lazyRouteComponent(() => import('./events-page'), 'EventsPage'),
  }),
] as const;
