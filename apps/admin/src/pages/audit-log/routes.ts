import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { rootRoute } from '../../root-route';

const parent = () => rootRoute;

export const auditLogRoutes = [
  createRoute({
    getParentRoute: parent,
    path: '/audit-log',
    component: lazyRouteComponent(() => import('./audit-log-page'), 'AuditLogPage'),
  }),
] as const;
