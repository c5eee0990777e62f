/** Every English word of the app, by the page that says it; nowhere else are texts written. */
import { common } from './common';
import { connections } from './connections';
import { manifests } from './manifests';
import { preview } from './preview';
import { shell } from './shell';
import { statuses } from './statuses';

export const texts = { common, connections, manifests, preview, shell, statuses };
