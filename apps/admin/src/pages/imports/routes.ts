import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { cursorIn } from '../../components/search-values';
import { rootRoute } from '../../root-route';
import { importSearch } from './search';

const parent = () => rootRoute;

export const importsRoutes = [
  createRoute({
    getParentRoute: parent,
    path: '/imports',
    validateSearch: cursorIn,
    component: lazyRouteComponent(() => import('./imports-page'), 'ImportsPage'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/imports/$importId',
    validateSearch: importSearch,
    component: lazyRouteComponent(() => import('./import-page'), 'ImportPage'),
  }),
] as const;
