import { AT_ONCE, eventsAtOnce, retryPlan, shareSockets, type SocketUse } from './webhook-lane-policy';

const use = (inFlight: number, more: Partial<SocketUse> = {}): SocketUse => ({
  inFlight,
  failing: false,
  slow: false,
  ...more,
});

/** Deals again and again, as turns do while nobody ever answers. */
function fill(lanes: SocketUse[], most: number): number[] {
  for (let given = 1; given > 0;) {
    given = 0;
    for (const [lane, more] of shareSockets(lanes, lanes, most)) {
      lane.inFlight += more;
      given += more;
    }
  }
  return lanes.map(({ inFlight }) => inFlight);
}

describe('retries', () => {
  it('follow the schedule within a fifth, and end behind it', () => {
    expect(retryPlan([10, 100], 0, 0)).toEqual({ pauseSeconds: 8, last: false, lifeSeconds: 82.5 });
    expect(retryPlan([10, 100], 1, 1)).toMatchObject({ last: false, pauseSeconds: expect.closeTo(120) });
    expect(retryPlan([10, 100], 2, 0.5)).toMatchObject({ pauseSeconds: 100, last: true });
    expect(retryPlan([], 0, 0.5)).toEqual({ pauseSeconds: 0, last: true, lifeSeconds: 0 });
  });
});

describe('one look into the log', () => {
  it.each([
    [1, 500],
    [50, 20],
    [10_000, 2],
  ])('of %i endpoints goes as far as %i events', (endpoints, events) => {
    expect(eventsAtOnce(endpoints)).toBe(events);
  });
});

describe('sockets', () => {
  it('are eight for each of a few, and one for one that fails', () => {
    expect(fill([use(0), use(3), use(0, { failing: true }), use(0, { slow: true })], 512)).toEqual([
      AT_ONCE,
      AT_ONCE,
      1,
      AT_ONCE,
    ]);
  });

  it('are fewer for each where there are many, and never more than there are', () => {
    const many = fill(
      Array.from({ length: 400 }, () => use(0)),
      512,
    );
    expect(many.reduce((sum, each) => sum + each)).toBeLessThanOrEqual(512);
    expect(Math.min(...many)).toBe(1);
  });

  it.each(['failing', 'slow'])('of any number of %s endpoints leave a half to the others', (burden) => {
    const hanging = Array.from({ length: 1_000 }, () => use(0, { [burden]: true }));
    const used = fill(hanging, 512).reduce((sum, each) => sum + each);
    expect(used).toBeLessThanOrEqual(256);
    expect(used).toBeGreaterThan(200);
    const good = use(0);
    expect(shareSockets(hanging, [good], 512).get(good)).toBeGreaterThanOrEqual(7);
  });

  it('that hang before it is known leave a half to the others once it is, and twice as many is the end', () => {
    const hanging = Array.from({ length: 600 }, () => use(0));
    expect(fill(hanging, 512).reduce((sum, each) => sum + each)).toBe(512);
    for (const lane of hanging) lane.slow = true;
    const good = use(0);
    expect(shareSockets([...hanging, good], [good], 512).get(good)).toBeGreaterThanOrEqual(7);
    expect(shareSockets(hanging, hanging, 512)).toEqual(new Map(hanging.map((lane) => [lane, 0])));
    const more = Array.from({ length: 1_024 }, () => use(1, { slow: true }));
    expect(shareSockets([...more, good], [good], 512).get(good)).toBe(0);
  });
});
