import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { rootRoute } from '../../root-route';
import { validatePostsSearch } from './search';

const parent = () => rootRoute;

export const postsRoutes = [
  createRoute({
    getParentRoute: parent,
    path: '/posts',
    validateSearch: validatePostsSearch,
    component: lazyRouteComponent(() => import('./posts-page'), 'PostsPage'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/groups/$groupId',
    component: lazyRouteComponent(() => import('./group-page'), 'GroupPage'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/posts/$postId',
    component: lazyRouteComponent(() => import('./post-page'), 'PostPage'),
  }),
] as const;
