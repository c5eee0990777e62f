import { Options } from './bench';

const options = new Options({ posts: '2000', workers: '1,2', wrong: '-3', empty: '' });

it('reads counts and lists of them', () => {
  expect(options.count('posts')).toBe(2000);
  expect(options.counts('workers')).toEqual([1, 2]);
  expect(options.list('empty')).toEqual([]);
});

it('names the option that is wrong or unknown', () => {
  expect(() => options.count('wrong')).toThrow('--wrong');
  expect(() => options.counts('wrong')).toThrow('--wrong');
  expect(() => options.text('typo')).toThrow('--typo');
});
