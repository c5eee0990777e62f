import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { rootRoute } from '../../root-route';
import { calendarSearch } from './search';

const parent = () => rootRoute;

export const calendarRoutes = [
  createRoute({
    getParentRoute: parent,
    path: '/calendar',
    validateSearch: calendarSearch,
    component: lazyRouteComponent(() => import('./calendar-page'), 'CalendarPage'),
  }),
] as const;
