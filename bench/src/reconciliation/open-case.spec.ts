import { nameOfCase, parseCase } from './open-case';

it.each([
  ['10', { posts: 10, connections: 1, state: 'waiting' }],
  ['5000/10', { posts: 5000, connections: 10, state: 'waiting' }],
  ['1000:publishing', { posts: 1000, connections: 1, state: 'publishing' }],
  ['100/2:ahead', { posts: 100, connections: 2, state: 'ahead' }],
] as const)('reads %s', (text, expected) => {
  expect(parseCase(text)).toEqual(expected);
});

it.each(['', 'ten', '0', '10/0', '10:gone', '10/2/3'])('refuses "%s"', (text) => {
  expect(() => parseCase(text)).toThrow('is no case');
});

it('names itself for people', () => {
  expect(nameOfCase(parseCase('5000/10'))).toBe('5000 waiting, 10 connections');
});
