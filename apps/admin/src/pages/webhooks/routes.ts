import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { cursorIn } from '../../components/search-values';
import { rootRoute } from '../../root-route';
import { deliverySearch } from './search';

const parent = () => rootRoute;

export const webhooksRoutes = [
  createRoute({
    getParentRoute: parent,
    path: '/webhooks',
    validateSearch: cursorIn,
    component: lazyRouteComponent(() => import('./webhooks-page'), 'WebhooksPage'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/webhooks/$endpointId',
    validateSearch: deliverySearch,
    component: lazyRouteComponent(() => import('./webhook-endpoint-page'), 'WebhookEndpointPage'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/webhook-deliveries/$deliveryId',
    component: lazyRouteComponent(() => import('./webhook-delivery-page'), 'WebhookDeliveryPage'),
  }),
] as const;
