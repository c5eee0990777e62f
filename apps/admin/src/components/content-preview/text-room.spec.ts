import type { PlatformAbilities } from '@postern/client';
import { fittingLength, textRooms } from './text-room';

type Limit = PlatformAbilities['limits'][number];

const limit = (own: Partial<Limit>): Limit => ({
  id: 'x.text.max_weighted_length',
  measure: 'text_length',
  of: null,
  unit: 'weighted',
  min: null,
  max: 280,
  types: null,
  when: null,
  severity: 'error',
  by: 'platform',
  source: 'https://docs.x.com',
  ...own,
});

describe('textRooms', () => {
  it('counts as the platform does, and names the tightest limit first', () => {
    const limits = [limit({ unit: 'characters', max: 3000 }), limit({})];
    expect(textRooms('漢字', [], limits)[0]).toMatchObject({ unit: 'weighted', length: 4, max: 280 });
  });

  it('binds beside media only where there are such', () => {
    const limits = [limit({ max: 4096 }), limit({ max: 1024, when: 'image' })];
    expect(textRooms('a', [], limits)).toHaveLength(1);
    expect(textRooms('a', [{ contentType: 'image/png' }], limits)[0]?.max).toBe(1024);
    expect(textRooms('a', [{ url: 'https://example.com/a.mp4' }], limits)).toHaveLength(1);
  });

  it('puts what only warns behind what refuses', () => {
    const limits = [limit({ max: 10, severity: 'warning' }), limit({ max: 280 })];
    expect(textRooms('a', [], limits).map(({ max }) => max)).toEqual([280, 10]);
  });
});

describe('fittingLength', () => {
  it('ends before the sign that is too much', () => {
    expect(fittingLength('abcdef', { unit: 'characters', max: 4 })).toBe(4);
    expect(fittingLength('a👩‍👩‍👧b', { unit: 'graphemes', max: 1 })).toBe(1);
    expect(fittingLength('a👩‍👩‍👧b', { unit: 'graphemes', max: 2 })).toBe('a👩‍👩‍👧'.length);
    expect(fittingLength('', { unit: 'weighted', max: 280 })).toBe(0);
  });
});
