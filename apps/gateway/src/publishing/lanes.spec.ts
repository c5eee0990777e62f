import { Lanes } from './lanes';

const lane = (connectionId: string, workspaceId: string) => ({ connectionId, workspaceId });
const shape = (turns: { connectionId: string; quota: number }[]) =>
  Object.fromEntries(turns.map((turn) => [turn.connectionId, turn.quota]));

describe('Lanes', () => {
  it('deals a slot to each workspace in turn, and to each of its connections in turn', () => {
    const lanes = new Lanes(8);
    lanes.hint(lane('a1', 'a'));
    lanes.hint(lane('a2', 'a'));
    lanes.hint(lane('b1', 'b'));
    // Two of eight are a lane's share, four a workspace's.
    expect(shape(lanes.deal())).toEqual({ a1: 2, b1: 2, a2: 2 });
    expect(lanes.busy).toBe(6);
  });

  it('begins the next deal with those that had no turn', () => {
    const lanes = new Lanes(2);
    for (const id of ['a', 'b', 'c', 'd']) lanes.hint(lane(id, id));
    const first = lanes.deal();
    expect(shape(first)).toEqual({ a: 1, b: 1 });
    for (const turn of first) lanes.settle(turn, 1);
    lanes.end('a');
    lanes.end('b');
    expect(shape(lanes.deal())).toEqual({ c: 1, d: 1 });
  });

  it('takes a lane whose claim found less than it asked for as done, unless a hint came meanwhile', () => {
    const lanes = new Lanes(8);
    lanes.hint(lane('a', 'w'));
    lanes.hint(lane('b', 'v'));
    for (const turn of lanes.deal()) {
      if (turn.connectionId === 'b') lanes.hint(lane('b', 'v'));
      lanes.settle(turn, 0);
    }
    expect(lanes.busy).toBe(0);
    expect(shape(lanes.deal())).toEqual({ b: 2 });
  });

  it('leaves room beside a lane that is slow', () => {
    const lanes = new Lanes(8);
    lanes.hint(lane('slow', 'a'));
    for (const turn of lanes.deal()) lanes.settle(turn, turn.quota);
    expect(lanes.deal()).toEqual([]);
    lanes.hint(lane('quick', 'b'));
    expect(shape(lanes.deal())).toEqual({ quick: 2 });
  });

  it('forgets what has nothing to do', () => {
    const lanes = new Lanes(4);
    lanes.hint(lane('a', 'w'));
    for (const turn of lanes.deal()) lanes.settle(turn, 0);
    lanes.end('a');
    lanes.settle({ ...lane('a', 'w'), quota: 1, hints: 1 }, 0);
    expect(lanes.busy).toBe(0);
    expect(lanes.deal()).toEqual([]);
  });

  it('counts what was claimed beside a deal', () => {
    const lanes = new Lanes(1);
    lanes.begin(lane('probe', 'w'));
    lanes.hint(lane('b', 'v'));
    expect(lanes.deal()).toEqual([]);
    lanes.end('probe');
    expect(shape(lanes.deal())).toEqual({ b: 1 });
  });
});
