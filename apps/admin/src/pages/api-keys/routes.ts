import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { cursorIn } from '../../components/search-values';
import { rootRoute } from '../../root-route';

const parent = () => rootRoute;

export const apiKeysRoutes = [
  createRoute({
    getParentRoute: parent,
    path: '/api-keys',
    validateSearch: cursorIn,
    component: lazyRouteComponent(() => import('./api-keys-page'), 'ApiKeysPage'),
  }),
] as const;
