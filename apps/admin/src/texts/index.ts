/** Every English word of the app, by the page that says it; nowhere else are texts written. */
import { common } from './common';
import { preview } from './preview';
import { shell } from './shell';
import { statuses } from './statuses';

export const texts = { common, preview, shell, statuses };
