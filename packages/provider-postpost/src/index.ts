export { createPostPostProvider } from './postpost-provider';
