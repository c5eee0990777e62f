import { lineAndColumn, placeOf, readJson } from './json-places';

const TEXT =
  '{\n  "id": "herald",\n  "operations": {\n    "check": { "path": "/me", "body": [1, "\\u00e9"] }\n  }\n}';

function placed(path: string): string {
  const read = readJson(TEXT);
  if (!read.ok) throw new Error(read.message);
  const { start, end } = placeOf(path, read.places);
  return TEXT.slice(start, end);
}

it('knows where everything stands', () => {
  expect(placed('id')).toBe('"id": "herald"');
  expect(placed('operations.check.path')).toBe('"path": "/me"');
  expect(placed('operations.check.body.1')).toBe('"\\u00e9"');
  expect(readJson(TEXT)).toMatchObject({ ok: true, value: JSON.parse(TEXT) as unknown });
});

it('points at what would hold a thing that is missing', () => {
  expect(placed('operations.check.method')).toBe('"');
  expect(placed('docs')).toBe('{');
});

it.each([
  ['', 'empty', 1, 1],
  ['{\n  id: 1 }', 'name_expected', 2, 3],
  ['{ "a" 1 }', 'colon_expected', 1, 7],
  ['{ "a": 1\n  "b": 2 }', 'comma_or_end_of_object', 2, 3],
  ['{ "a": 1, }', 'name_expected', 1, 11],
  ['[1 2]', 'comma_or_end_of_list', 1, 4],
  ['["a]', 'text_not_ended', 1, 2],
  ['["\\x"]', 'escape', 1, 3],
  ['{ "a": tru }', 'value_expected', 1, 8],
  ['[01]', 'value_expected', 1, 2],
  ['{} {}', 'after_the_end', 1, 4],
  ['['.repeat(300), 'too_deep', 1, 202],
])('says what is wrong with %j and where', (text, message, line, column) => {
  const read = readJson(text);
  if (read.ok) throw new Error('It was read.');
  expect(read.message).toBe(message);
  expect(lineAndColumn(text, read.place.start)).toEqual({ line, column });
});
