import { checkReceipts } from './receipts';

const written = [
  { id: 'a1', workspaceId: 'a' },
  { id: 'b1', workspaceId: 'b' },
  { id: 'a2', workspaceId: 'a' },
];
const of = (workspaceId: string, ...received: string[]) => ({ workspaceId, received });
const NOTHING_WRONG = { missed: 0, foreign: 0, doubled: 0, disordered: 0 };

it('finds nothing wrong where each has its own in order', () => {
  const clients = [of('a', 'a1', 'a2'), of('b', 'b1'), of('c')];
  expect(checkReceipts(written, clients)).toEqual({ messages: 3, ...NOTHING_WRONG });
});

it.each([
  ['a missing one', of('a', 'a1'), { missed: 1 }],
  ['one of another workspace', of('a', 'a1', 'b1', 'a2'), { foreign: 1 }],
  ['one that nobody wrote', of('a', 'a1', 'a2', 'x'), { foreign: 1 }],
  ['one that came twice', of('a', 'a1', 'a2', 'a2'), { doubled: 1 }],
  ['a wrong order', of('a', 'a2', 'a1'), { disordered: 1 }],
])('finds %s', (_, client, wrong) => {
  expect(checkReceipts(written, [client])).toEqual({
    messages: client.received.length,
    ...NOTHING_WRONG,
    ...wrong,
  });
});
