export { startSandbox, type RunningSandbox, type SandboxOptions } from './sandbox';
export type { Duplicate, NetworkEntry, NetworkFilter } from './frame/network';
export type { FaultKind, FaultRule, FaultRuleInput } from './frame/faults';
export type { LoggedRequest } from './frame/request-log';
export type { Delivery } from './frame/webhook-sender';
export type { Pace } from './frame/clock';
export type { Limits } from './limits';
export type { UpstreamName } from './frame/simulator';
