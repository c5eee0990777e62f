import { changesBetween } from './changes';

it('tells what differs, by its path, and nothing else', () => {
  const before = { name: 'a', content: { text: 'x', media: [1] }, updatedAt: '1', gone: true };
  const after = { name: 'a', content: { text: 'y', media: [1] }, updatedAt: '2', made: null };
  expect(changesBetween(before, after)).toEqual([
    { path: 'content.text', before: 'x', after: 'y' },
    { path: 'gone', before: true, after: undefined },
    { path: 'made', before: undefined, after: null },
  ]);
});

it('takes what was made or deleted for a change of each of its fields', () => {
  expect(changesBetween(null, { name: 'a' })).toEqual([{ path: 'name', before: undefined, after: 'a' }]);
});
