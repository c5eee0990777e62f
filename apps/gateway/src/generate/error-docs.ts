import 'reflect-metadata';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ERROR_DOCS_FOLDER, errorDocsFiles } from './generated-files';

rmSync(ERROR_DOCS_FOLDER, { recursive: true, force: true });
mkdirSync(ERROR_DOCS_FOLDER, { recursive: true });
for (const [name, text] of errorDocsFiles()) writeFileSync(join(ERROR_DOCS_FOLDER, name), text);
