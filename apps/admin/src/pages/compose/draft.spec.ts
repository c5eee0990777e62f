import { changedDraft, type Draft, emptyDraft, mediaOf, moved } from './draft';

const medium = { key: 'k1', mediaId: null, url: null, altText: '', name: 'a.jpg' };

const start = (): Draft => {
  const chosen = changedDraft(emptyDraft(null), { type: 'target', accountId: 'acct_1', chosen: true });
  const both = changedDraft(chosen, { type: 'target', accountId: 'acct_2', chosen: true });
  return changedDraft(both, { type: 'content', at: null, change: { text: 'Hello', media: [medium] } });
};

describe('changedDraft', () => {
  it('chooses an account once, and forgets it with what it said', () => {
    const again = changedDraft(start(), { type: 'target', accountId: 'acct_1', chosen: true });
    expect(again.targets.map(({ accountId }) => accountId)).toEqual(['acct_1', 'acct_2']);
    expect(changedDraft(again, { type: 'target', accountId: 'acct_1', chosen: false }).targets).toHaveLength(
      1,
    );
  });

  it('begins an own text with the group’s, and leaves the group’s alone', () => {
    const own = changedDraft(start(), { type: 'own', accountId: 'acct_1', member: 'text', own: true });
    const written = changedDraft(own, { type: 'content', at: 'acct_1', change: { text: 'Hello you' } });
    expect([written.content.text, written.targets[0]?.own, written.targets[1]?.own]).toEqual([
      'Hello',
      { text: 'Hello you' },
      {},
    ]);
    const back = changedDraft(written, { type: 'own', accountId: 'acct_1', member: 'text', own: false });
    expect(back.targets[0]?.own).toEqual({});
  });

  it('knows a file that arrives wherever it was put meanwhile', () => {
    const copied = changedDraft(start(), { type: 'own', accountId: 'acct_2', member: 'media', own: true });
    const stored = changedDraft(copied, { type: 'stored', key: 'k1', mediaId: 'med_1' });
    expect(mediaOf(stored).map(({ mediaId }) => mediaId)).toEqual(['med_1', 'med_1']);
  });

  it('gives what one account says to others', () => {
    const own = changedDraft(start(), { type: 'content', at: 'acct_1', change: { text: 'Mine' } });
    const option = changedDraft(own, { type: 'option', accountId: 'acct_1', name: 'mode', value: 'draft' });
    expect(changedDraft(option, { type: 'share', from: 'acct_1', to: ['acct_2'] }).targets[1]).toEqual({
      accountId: 'acct_2',
      own: { text: 'Mine' },
      options: { mode: 'draft' },
    });
  });
});

it('moves an item by one place', () => {
  expect([moved(['a', 'b', 'c'], 2, -1), moved(['a', 'b', 'c'], 0, 1)]).toEqual([
    ['a', 'c', 'b'],
    ['b', 'a', 'c'],
  ]);
});
