import { LayersClient } from '../test/layers-client';
import { PostatoClient } from '../test/postato-client';
import { PostpostClient } from '../test/postpost-client';
import { startSandbox, type RunningSandbox } from './index';
import { readSettings } from './settings';

let sandbox: RunningSandbox | null = null;
afterEach(async () => {
  await sandbox?.stop();
  sandbox = null;
});

describe('what the command line and the environment choose', () => {
  it('has defaults', () => {
    expect(readSettings([], {})).toEqual({
      host: '127.0.0.1',
      port: 3401,
      pace: 'compressed',
      described: [],
      limits: undefined,
      layers: { vocabulary: 'B' },
      scenario: null,
      stateFile: null,
    });
  });

  it('takes the environment, and flags before it', () => {
    const env = { SANDBOX_PORT: '1', SANDBOX_PACE: 'instant', SANDBOX_LIMITS: 'documented' };
    expect(readSettings([], env)).toMatchObject({ port: 1, pace: 'instant', limits: 'documented' });
    const flags = ['--port', '2', '--pace', 'real', '--no-limits'];
    expect(readSettings(flags, env)).toMatchObject({ port: 2, pace: 'real', limits: 'off' });
    expect(readSettings(['--real-pace'], env)).toMatchObject({ pace: 'real' });
    const described = { SANDBOX_DESCRIBED: 'all' };
    expect(readSettings([], described).described).toHaveLength(9);
    expect(readSettings(['--described', 'zernio, blotato'], described).described).toEqual([
      'zernio',
      'blotato',
    ]);
  });

  it.each([
    [['--port', 'x'], /port must be a number/],
    [['--pace', 'brisk'], /pace is one of compressed, real, instant, not "brisk"/],
    [['--limits', 'some'], /limits are off or documented, not "some"/],
    [['--layers-vocabulary', 'Z'], /is A or B/],
    [['--described', 'zernio,zirconium'], /--described is all, or some of .*; not "zirconium"/],
    [['--gremlins'], /Unknown option/],
  ])('explains %j', (flags, sentence) => {
    expect(() => readSettings(flags, {})).toThrow(sentence);
  });
});

describe('the instant pace', () => {
  it('has every post final at the next tick, and scheduled ones at the first tick after their time', async () => {
    sandbox = await startSandbox({ pace: 'instant', frozen: true });
    const [layers, postpost, postato] = [
      new LayersClient(sandbox),
      new PostpostClient(sandbox),
      new PostatoClient(sandbox),
    ];
    await layers.publish(await layers.upload('now'));
    await postpost.now('now', 'twitter');
    await postato.id({ content: 'now' });
    sandbox.tick();
    const entries = () => (sandbox as RunningSandbox).network.entries().length;
    expect(entries()).toBe(3);
    await layers.schedule(await layers.upload('later'), layers.at(60_000));
    await postpost.create('later', [postpost.account('twitter')], postpost.at(60_000));
    await postato.id({ content: 'later', status: 'scheduled', scheduledAt: postato.at(60_000) });
    sandbox.tick();
    layers.skip(59_999);
    expect(entries()).toBe(3);
    layers.skip(1);
    expect(entries()).toBe(6);
  });
});

describe('limits', () => {
  it('are those of the documentation, on request', async () => {
    sandbox = await startSandbox({ limits: 'documented', frozen: true });
    const layers = new LayersClient(sandbox);
    const reply = await layers.call('GET', '/whoami');
    expect(reply.headers.get('x-ratelimit-limit')).toBe('120');
    const postato = new PostatoClient(sandbox);
    const creates = await Promise.all(Array.from({ length: 121 }, () => postato.create()));
    expect(creates.filter(({ status }) => status === 429)).toHaveLength(1);
    expect((await new PostpostClient(sandbox).get('/../../_sandbox/options')).body.plan).toMatchObject({
      monthlyPosts: 500,
      scheduledPosts: 500,
    });
  });

  it('are off when told so, whatever the options of an upstream say', async () => {
    sandbox = await startSandbox({
      limits: 'off',
      layers: { rateTier: 'standard' },
      postato: { createsPerMinute: 1 },
      postpost: { plan: { monthlyPosts: 0 } },
    });
    const layers = new LayersClient(sandbox);
    const reads = await Promise.all(Array.from({ length: 130 }, () => layers.call('GET', '/whoami')));
    expect(reads.every(({ status }) => status === 200)).toBe(true);
    const postato = new PostatoClient(sandbox);
    expect([(await postato.create()).status, (await postato.create()).status]).toEqual([201, 201]);
    expect(typeof (await new PostpostClient(sandbox).now('fine', 'twitter'))).toBe('string');
  });
});
