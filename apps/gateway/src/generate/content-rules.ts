import { writeFileSync } from 'node:fs';
import { contentRulesPage } from './content-rules-page';
import { CONTENT_RULES_FILE } from './generated-files';

writeFileSync(CONTENT_RULES_FILE, contentRulesPage());
