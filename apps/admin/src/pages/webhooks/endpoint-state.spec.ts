import { endpointState } from './endpoint-state';

const marks = { active: true, disabledReason: null, consecutiveFailures: 0 };

it('tells who switched an endpoint off, and sees failures while it is on', () => {
  expect(endpointState(marks)).toBe('active');
  expect(endpointState({ ...marks, consecutiveFailures: 2 })).toBe('failing');
  expect(endpointState({ ...marks, active: false })).toBe('paused');
  expect(endpointState({ ...marks, active: false, disabledReason: 'gone', consecutiveFailures: 1 })).toBe(
    'disabled',
  );
});
