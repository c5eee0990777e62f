import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { rootRoute } from '../../root-route';
import { eventSearch } from './search';

const parent = () => rootRoute;

export const eventsRoutes = [
  createRoute({
    getParentRoute: parent,
    path: '/events',
    validateSearch: eventSearch,
    component: lazyRouteComponent(() => import('./events-page'), 'EventsPage'),
  }),
] as const;
