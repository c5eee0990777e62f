import { credentialMark } from './credential-mark';
import { stepKey } from './step-key';

describe('stepKey', () => {
  it('is readable while it is short, and never longer than 64 characters', () => {
    expect(stepKey('sub_1-1-1', 'publish')).toBe('sub_1-1-1.publish');
    const long = 'x'.repeat(64);
    expect(stepKey(long, 'publish')).toHaveLength(64);
  });

  it('tells steps, rounds and generations apart, however long they are', () => {
    const bases = ['sub_1-1-1', 'sub_1-1-2', 'sub_1-2-1', `${'x'.repeat(60)}-1-1`, `${'x'.repeat(60)}-1-2`];
    const keys = bases.flatMap((base) =>
      ['content', 'publish', 'schedule'].map((step) => stepKey(base, step)),
    );
    expect(new Set(keys).size).toBe(keys.length);
  });
});

describe('credentialMark', () => {
  it('is the same for the same credentials alone, and shows nothing of them', () => {
    const mark = credentialMark('layers', ['https://a.example', null, 'lp_live_secret']);
    expect(mark).toMatch(/^[0-9a-f]{12}$/);
    expect(credentialMark('layers', ['https://a.example', null, 'lp_live_secret'])).toBe(mark);
    const others = [
      credentialMark('layers', ['https://a.example', null, 'lp_live_other']),
      credentialMark('layers', ['https://b.example', null, 'lp_live_secret']),
      credentialMark('layers', ['https://a.example', 'org_1', 'lp_live_secret']),
      credentialMark('postato', ['https://a.example', null, 'lp_live_secret']),
    ];
    expect(new Set([mark, ...others]).size).toBe(5);
  });
});
