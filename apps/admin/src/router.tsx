import { createRouter } from '@tanstack/react-router';
import { todayRoutes } from './pages/today/routes';
import { postsRoutes } from './pages/posts/routes';
import { composeRoutes } from './pages/compose/routes';
import { calendarRoutes } from './pages/calendar/routes';
import { importsRoutes } from './pages/imports/routes';
import { connectionsRoutes } from './pages/connections/routes';
import { manifestsRoutes } from './pages/manifests/routes';
import { webhooksRoutes } from './pages/webhooks/routes';
import { apiKeysRoutes } from './pages/api-keys/routes';
import { auditLogRoutes } from './pages/audit-log/routes';
import { eventsRoutes } from './pages/events/routes';
import { workspacesRoutes } from './pages/workspaces/routes';
import { rootRoute } from './root-route';
import { Crashed, NotFound } from './shell/fallbacks';

export const router = createRouter({
  routeTree: rootRoute.addChildren([
    ...todayRoutes,
    ...postsRoutes,
    ...composeRoutes,
    ...calendarRoutes,
    ...importsRoutes,
    ...connectionsRoutes,
    ...manifestsRoutes,
    ...webhooksRoutes,
    ...apiKeysRoutes,
    ...auditLogRoutes,
    ...eventsRoutes,
    ...workspacesRoutes,
  ]),
  basepath: '/admin',
  defaultNotFoundComponent: NotFound,
  defaultErrorComponent: Crashed,
  defaultPreload: 'intent',
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
