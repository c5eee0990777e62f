import { IN_FLIGHT_MS, isAbsenceProven, isOverdue, notFoundAt, sendingAt } from './unanswered-call';

const T = Date.parse('2026-07-01T09:00:00Z');

describe('an unanswered call', () => {
  it('is proven absent by two looks a minute apart, once nothing can be on its way', () => {
    const early = notFoundAt(sendingAt(T), T + IN_FLIGHT_MS - 1);
    expect(early).toEqual(sendingAt(T));
    const first = notFoundAt(early, T + IN_FLIGHT_MS);
    expect(isAbsenceProven(first, T + IN_FLIGHT_MS)).toBe(false);
    const second = notFoundAt(first, T + IN_FLIGHT_MS + 59_999);
    expect(isAbsenceProven(second, T + IN_FLIGHT_MS + 59_999)).toBe(false);
    expect(isAbsenceProven(notFoundAt(second, T + IN_FLIGHT_MS + 60_000), T + IN_FLIGHT_MS + 60_000)).toBe(
      true,
    );
  });

  it('starts anew with each sending', () => {
    const looked = notFoundAt(sendingAt(T), T + IN_FLIGHT_MS);
    expect(looked.absentSince).not.toBeNull();
    expect(sendingAt(T + 1)).toEqual({ sentAt: T + 1, absentSince: null });
  });

  it('counts as sent now where nobody noted a time', () => {
    expect(notFoundAt({ sentAt: null, absentSince: null }, T)).toEqual(sendingAt(T));
  });

  it('is not made by a worker that stood still since its note', () => {
    expect(isOverdue(sendingAt(T), T + 30_000)).toBe(false);
    expect(isOverdue(sendingAt(T), T + 30_001)).toBe(true);
    expect(isOverdue({ sentAt: null, absentSince: null }, T)).toBe(false);
  });
});
