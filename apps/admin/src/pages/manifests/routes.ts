import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { rootRoute } from '../../root-route';

const parent = () => rootRoute;

export const manifestsRoutes = [
  createRoute({
    getParentRoute: parent,
    path: '/manifests',
    component: lazyRouteComponent(() => import('./manifests-page'), 'ManifestsPage'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/manifests/new',
    component: lazyRouteComponent(() => import('./new-manifest-page'), 'NewManifestPage'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/manifests/$name',
    component: lazyRouteComponent(() => import('./manifest-page'), 'ManifestPage'),
  }),
] as const;
