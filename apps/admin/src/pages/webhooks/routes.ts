import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { rootRoute } from '../../root-route';

const parent = () => rootRoute;

export const webhooksRoutes = [
  createRoute({
    getParentRoute: parent,
    path: '/webhooks',
    component: lazyRouteComponent(() => import('./webhooks-page'), 'WebhooksPage'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/webhooks/$endpointId',
    component: lazyRouteComponent(() => import('./webhook-endpoint-page'), 'WebhookEndpointPage'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/webhook-deliveries/$deliveryId',
    component: lazyRouteComponent(() => import('./webhook-delivery-page'), 'WebhookDeliveryPage'),
  }),
] as const;
