import type { LookupAddress } from 'node:dns';
import { createAddressGuard } from './address-guard';

const guard = createAddressGuard({ allowHosts: [] });

describe('check', () => {
  it.each([
    'https://example.com/a.jpg',
    'http://8.8.8.8/',
    'https://[2606:4700:4700::1111]/',
    'https://example.com:8443/x?y=1',
  ])('lets %s pass', (url) => {
    expect(guard.check(url)).toEqual({ ok: true });
  });

  it.each([
    'ftp://example.com/',
    'file:///etc/passwd',
    'data:text/plain,x',
    'javascript:alert(1)',
    'gopher://example.com',
    'no url',
    'https://user:pw@example.com/',
    'https://user@example.com/',
    'http://127.0.0.1/',
    'http://127.1/',
    'http://2130706433/',
    'http://0x7f.1/',
    'http://0177.0.0.1/',
    'http://0.0.0.0/',
    'http://10.1.2.3/',
    'http://172.16.0.1/',
    'http://192.168.1.1/',
    'http://169.254.169.254/latest/meta-data/',
    'http://100.64.0.1/',
    'http://100.100.100.200/',
    'http://168.63.129.16/',
    'http://192.0.0.192/',
    'http://224.0.0.1/',
    'http://255.255.255.255/',
    'http://240.0.0.1/',
    'http://198.18.0.1/',
    'http://192.0.2.1/',
    'http://[::1]/',
    'http://[::]/',
    'http://[fe80::1]/',
    'http://[fc00::1]/',
    'http://[fd00:ec2::254]/',
    'http://[ff02::1]/',
    'http://[::ffff:127.0.0.1]/',
    'http://[::ffff:7f00:1]/',
    'http://[::127.0.0.1]/',
    'http://[64:ff9b::7f00:1]/',
    'http://[2002:7f00:1::]/',
    'http://[2001:db8::1]/',
    'http://localhost/',
    'http://LOCALHOST./',
    'http://a.localhost/',
    'http://metadata.google.internal/',
    'http://printer.local/',
  ])('refuses %s', (url) => {
    expect(guard.check(url)).toMatchObject({ ok: false });
  });

  it('allows what the operator names, by host or by host and port', () => {
    const some = createAddressGuard({ allowHosts: ['localhost:3401', '127.0.0.1', '[::1]:80', 'box.local'] });
    expect(some.check('http://localhost:3401/x').ok).toBe(true);
    expect(some.check('http://localhost:3402/x').ok).toBe(false);
    expect(some.check('http://localhost/x').ok).toBe(false);
    expect(some.check('http://127.0.0.1:9999/').ok).toBe(true);
    expect(some.check('http://[::1]/').ok).toBe(true);
    expect(some.check('http://[::1]:81/').ok).toBe(false);
    expect(some.check('https://BOX.local/').ok).toBe(true);
    expect(some.check('ftp://127.0.0.1/').ok).toBe(false);
    expect(some.check('http://u:p@127.0.0.1/').ok).toBe(false);
  });

  it('tells what the operator names from what is merely public', () => {
    const some = createAddressGuard({ allowHosts: ['localhost:3401', 'box.local'] });
    const asked = [
      'http://localhost:3401/x',
      'http://localhost/x',
      'https://BOX.local./',
      'https://example.com/',
    ];
    expect(asked.map((url) => some.allows(url))).toEqual([true, false, true, false]);
  });
});

describe('lookup', () => {
  const answering = (addresses: LookupAddress[], allowHosts: string[] = []) =>
    createAddressGuard({
      allowHosts,
      resolve: ((_host: string, _options: object, done: (error: null, found: LookupAddress[]) => void) =>
        done(null, addresses)) as never,
    });

  const look = (made: ReturnType<typeof answering>, host: string, all: boolean, port?: number) =>
    new Promise<{ code: string | undefined; address: unknown }>((resolve) => {
      made.lookupFor(port)(host, { all }, (error, address) => resolve({ code: error?.code, address }));
    });

  it('hands out public addresses, one or all', async () => {
    const found = [
      { address: '93.184.216.34', family: 4 },
      { address: '2606:2800:220:1::1', family: 6 },
    ];
    expect(await look(answering(found), 'a.example', true)).toEqual({ code: undefined, address: found });
    expect(await look(answering(found), 'a.example', false)).toEqual({
      code: undefined,
      address: '93.184.216.34',
    });
  });

  it('refuses when any of the addresses is private', async () => {
    const mixed = [
      { address: '93.184.216.34', family: 4 },
      { address: '10.0.0.1', family: 4 },
    ];
    expect((await look(answering(mixed), 'a.example', true)).code).toBe('EBLOCKED');
    expect(
      (await look(answering([{ address: '::ffff:10.0.0.1', family: 6 }]), 'a.example', false)).code,
    ).toBe('EBLOCKED');
  });

  it('lets an allowed name pass on its port only', async () => {
    const made = answering([{ address: '127.0.0.1', family: 4 }], ['sandbox:3401']);
    expect((await look(made, 'sandbox', false, 3401)).address).toBe('127.0.0.1');
    expect((await look(made, 'sandbox', false, 80)).code).toBe('EBLOCKED');
    expect((await look(made, 'sandbox', false)).code).toBe('EBLOCKED');
  });

  it('says ENOTFOUND for no address', async () => {
    expect((await look(answering([]), 'a.example', false)).code).toBe('ENOTFOUND');
  });
});
