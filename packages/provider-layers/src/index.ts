export { createLayersProvider } from './layers-provider';
