import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { rootRoute } from '../../root-route';

const parent = () => rootRoute;

export const calendarRoutes = [
  createRoute({
    getParentRoute: parent,
    path: '/calendar',
    component: lazyRouteComponent(() => import('./calendar-page'), 'CalendarPage'),
  }),
] as const;
