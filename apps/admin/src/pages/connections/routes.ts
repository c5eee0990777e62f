import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { rootRoute } from '../../root-route';

const parent = () => rootRoute;

export const connectionsRoutes = [
  createRoute({
    getParentRoute: parent,
    path: '/connections',
    component: lazyRouteComponent(() => import('./connections-page'), 'ConnectionsPage'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/connections/new',
    component: lazyRouteComponent(() => import('./new-connection-page'), 'NewConnectionPage'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/connections/$connectionId',
    component: lazyRouteComponent(() => import('./connection-page'), 'ConnectionPage'),
  }),
] as const;
