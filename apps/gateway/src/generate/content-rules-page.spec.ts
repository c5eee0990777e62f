import { readFileSync } from 'node:fs';
import { KNOWN_PLATFORMS, platformRules } from '@postern/core';
import { contentRulesPage } from './content-rules-page';
import { CONTENT_RULES_FILE } from './generated-files';

describe('docs/content-rules.md', () => {
  it('is committed as it is generated (npm run generate)', () => {
    expect(readFileSync(CONTENT_RULES_FILE, 'utf8')).toBe(contentRulesPage());
  });

  it('names every rule with its source', () => {
    const page = contentRulesPage();
    for (const { id, source } of KNOWN_PLATFORMS.flatMap(({ platform }) => platformRules(platform))) {
      expect(page).toMatch(new RegExp(`\\| \`${id}\` \\|.*${source.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}`));
    }
  });
});
