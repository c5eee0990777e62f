/** All that a spec needs; e2e/README.md shows one. */
export { allowErrors, DESKTOP, newPage, type PageOptions, PHONE, signedIn } from './browser';
export { inspect, picture } from './inspect';
export { place } from './place';
export { type FaultRule, type NetworkEntry, sandbox, type Tenant } from './sandbox';
export { connect, type Connected, newCredentials, newWorkspace, type Workspace } from './workspace';
