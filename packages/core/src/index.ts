export * from './content';
export * from './descriptor';
export * from './http';
export * from './json';
export * from './post-status';
export * from './provider';
export * from './publish-error';
export * from './snapshot';
