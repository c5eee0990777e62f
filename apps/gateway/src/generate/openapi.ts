import 'reflect-metadata';
import { writeFileSync } from 'node:fs';
import { describeApi } from '../http/openapi/describe-api';
import { OPENAPI_FILE, openApiText } from './generated-files';

void describeApi().then((document) => writeFileSync(OPENAPI_FILE, openApiText(document)));
