import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { rootRoute } from '../../root-route';
import { auditSearch } from './search';

const parent = () => rootRoute;

export const auditLogRoutes = [
  createRoute({
    getParentRoute: parent,
    path: '/audit-log',
    validateSearch: auditSearch,
    component: lazyRouteComponent(() => import('./audit-log-page'), 'AuditLogPage'),
  }),
] as const;
