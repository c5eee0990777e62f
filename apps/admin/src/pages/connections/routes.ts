import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { rootRoute } from '../../root-route';
import { connectionSearch, connectionsSearch, newConnectionSearch } from './search';

const parent = () => rootRoute;

export const connectionsRoutes = [
  createRoute({
    getParentRoute: parent,
    path: '/connections',
    validateSearch: connectionsSearch,
    component: lazyRouteComponent(() => import('./connections-page'), 'ConnectionsPage'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/connections/new',
    validateSearch: newConnectionSearch,
    component: lazyRouteComponent(() => import('./new-connection-page'), 'NewConnectionPage'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/connections/$connectionId',
    validateSearch: connectionSearch,
    component: lazyRouteComponent(() => import('./connection-page'), 'ConnectionPage'),
  }),
] as const;
