import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { cursorIn } from '../../components/search-values';
import { rootRoute } from '../../root-route';

const parent = () => rootRoute;

export const workspacesRoutes = [
  createRoute({
    getParentRoute: parent,
    path: '/workspaces',
    validateSearch: cursorIn,
    component: lazyRouteComponent(() => import('./workspaces-page'), 'WorkspacesPage'),
  }),
] as const;
