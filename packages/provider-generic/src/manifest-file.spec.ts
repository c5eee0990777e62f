import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { manifestJsonSchema } from './index';

const FILE = join(__dirname, '..', 'manifest.schema.json');

describe('manifest.schema.json', () => {
  it('is what the parser takes; UPDATE_SCHEMA=1 writes it anew', () => {
    const text = `${JSON.stringify(manifestJsonSchema(), null, 2)}\n`;
    if (process.env['UPDATE_SCHEMA'] === '1') writeFileSync(FILE, text);
    expect(JSON.parse(readFileSync(FILE, 'utf8'))).toEqual(JSON.parse(text));
  });

  it('has a name that is no address', () => {
    expect(manifestJsonSchema()['$id']).toBe('urn:postern:manifest:v1');
  });
});
