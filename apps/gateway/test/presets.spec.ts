import { SCENES } from './preset-scenes';
import { describePresets } from './preset-suite';

describePresets(SCENES);
