import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The examples themselves are run by the gateway's tests. */
it('shows the examples as they are', () => {
  const root = join(__dirname, '..');
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  const shown = [...readme.matchAll(/<!-- example: (\S+) -->\n\n```js\n([^]*?)```/g)];
  expect(shown.length).toBeGreaterThan(5);
  for (const [, name = '', text] of shown) {
    expect([name, text]).toEqual([name, readFileSync(join(root, 'examples', name), 'utf8')]);
  }
});
