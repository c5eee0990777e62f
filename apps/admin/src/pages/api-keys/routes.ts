import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { rootRoute } from '../../root-route';

const parent = () => rootRoute;

export const apiKeysRoutes = [
  createRoute({
    getParentRoute: parent,
    path: '/api-keys',
    component: lazyRouteComponent(() => import('./api-keys-page'), 'ApiKeysPage'),
  }),
] as const;
