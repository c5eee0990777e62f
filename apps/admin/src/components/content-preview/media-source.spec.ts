import { safeSource, shortAddress } from './media-source';

const ORIGIN = 'http://localhost:3400';

describe('safeSource', () => {
  it.each([
    ['https://example.com/a.jpg', 'https://example.com/a.jpg'],
    ['blob:http://localhost:3400/1', 'blob:http://localhost:3400/1'],
    ['/media/med_1/content?signature=x', 'http://localhost:3400/media/med_1/content?signature=x'],
    ['http://example.com/a.jpg', null],
    ['javascript:alert(1)', null],
    ['data:image/svg+xml,<svg/>', null],
    ['https://user@example.com/a.jpg', null],
    ['https://', null],
    [null, null],
  ])('%s', (address, source) => {
    expect(safeSource(address, ORIGIN)).toBe(source);
  });
});

it('shortens addresses to what is recognised', () => {
  expect(shortAddress('https://cdn.example.com/2026/11/a.jpg?w=1')).toBe('cdn.example.com/…/a.jpg');
  expect(shortAddress('https://cdn.example.com')).toBe('cdn.example.com');
});
