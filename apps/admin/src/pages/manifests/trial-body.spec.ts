import { isStatus, jsonObject, trialBody, type TrialValues } from './trial-body';

const EMPTY: TrialValues = {
  operation: 'createPost',
  text: '',
  platform: '',
  account: '',
  credentials: '',
  replyStatus: '',
  replyBody: '',
};
const manifest = { platforms: { x: {}, linkedin: {} } };

it('sends what was entered and leaves the rest to samples', () => {
  expect(trialBody(manifest, EMPTY)).toEqual({ manifest, operation: 'createPost' });
  const entered = {
    ...EMPTY,
    text: 'Hello',
    account: 'desk-1',
    credentials: '{"host":"h"}',
    replyBody: '{}',
  };
  expect(trialBody(manifest, entered)).toEqual({
    manifest,
    operation: 'createPost',
    post: { text: 'Hello' },
    account: { reference: 'desk-1', platform: 'x' },
    credentials: { host: 'h' },
    reply: { status: 200, body: '{}' },
  });
});

it('knows what is no object and no status', () => {
  expect([jsonObject('[]'), jsonObject('{'), jsonObject('{}')]).toEqual([null, null, {}]);
  expect(['', '201', '20', '600'].map(isStatus)).toEqual([true, true, false, false]);
});
