import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { rootRoute } from '../../root-route';
import { manifestsSearch, newManifestSearch } from './search';

const parent = () => rootRoute;

export const manifestsRoutes = [
  createRoute({
    getParentRoute: parent,
    path: '/manifests',
    validateSearch: manifestsSearch,
    component: lazyRouteComponent(() => import('./manifests-page'), 'ManifestsPage'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/manifests/new',
    validateSearch: newManifestSearch,
    component: lazyRouteComponent(() => import('./new-manifest-page'), 'NewManifestPage'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/manifests/$manifestId',
    validateSearch: manifestsSearch,
    component: lazyRouteComponent(() => import('./manifest-page'), 'ManifestPage'),
  }),
] as const;
