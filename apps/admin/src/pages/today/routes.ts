import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { rootRoute } from '../../root-route';

const parent = () => rootRoute;

export const todayRoutes = [
  createRoute({
    getParentRoute: parent,
    path: '/',
    component: lazyRouteComponent(() => import('./today-page'), 'TodayPage'),
  }),
] as const;
