/** What `docker-compose.yml`, the `Dockerfile` and the proxy say of each other, and of what is built. No engine runs. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { SECRET_VARIABLES } from '../src/config/secret-files';
import { VARIABLES } from '../src/config/config';
import {
  BODY_LIMIT_BYTES,
  HEADERS_LIMIT_BYTES,
  HEADERS_WITHIN_MS,
  REQUEST_WITHIN_MS,
} from '../src/http/limits';
import { MAX_CSV } from '../src/imports/csv-file';

const ROOT = join(__dirname, '..', '..', '..');
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

interface Service {
  image: string;
  build?: string;
  command?: string[];
  environment?: Record<string, string | null>;
  healthcheck?: { test?: string[]; disable?: boolean };
  read_only?: boolean;
  cap_drop?: string[];
  security_opt?: string[];
  depends_on?: Record<string, { condition: string }>;
  ports?: string[];
  volumes?: string[];
  deploy?: { replicas: number };
}
interface Compose {
  services: Record<string, Service>;
  volumes: Record<string, null>;
}

const compose = parse(read('docker-compose.yml'), { merge: true }) as Compose;
const services = Object.entries(compose.services);
const dockerfile = read('Dockerfile');
const nginx = read('deploy/nginx/nginx.conf').replace(/#.*$/gm, '');

/** Of the last stage, which is the one that runs. */
const runtime = dockerfile.slice(dockerfile.lastIndexOf('\nFROM '));
const imageVariables = [...runtime.matchAll(/^(?:ENV)?\s+([A-Z_]+)=/gm)].map(([, name]) => name);

describe('docker-compose.yml', () => {
  it('runs Postgres, two APIs, two workers and a proxy', () => {
    expect(Object.keys(compose.services).sort()).toEqual(['api', 'postgres', 'proxy', 'worker']);
    expect([compose.services.api?.deploy, compose.services.worker?.deploy]).toEqual([
      { replicas: 2 },
      { replicas: 2 },
    ]);
  });

  it.each(services)('confines %s, and asks after its health', (_name, service) => {
    expect(service).toMatchObject({
      read_only: true,
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
    });
    expect(service.healthcheck?.disable).toBeUndefined();
    // An image of ours brings its own.
    if (service.build === undefined) expect(service.healthcheck?.test?.[0]).toBe('CMD');
    else expect(runtime).toMatch(/^HEALTHCHECK /m);
  });

  it.each(services)(
    'names only variables that %s knows, and volumes and services that exist',
    (name, service) => {
      const known = service.build === undefined ? /^POSTGRES_(USER|DB|PASSWORD)$/ : null;
      for (const variable of Object.keys(service.environment ?? {})) {
        if (known !== null) expect(variable).toMatch(known);
        else expect(VARIABLES).toContain(variable);
      }
      for (const volume of service.volumes ?? []) {
        const [source = ''] = volume.split(':');
        if (source.startsWith('./')) expect(existsSync(join(ROOT, source))).toBe(true);
        else expect(Object.keys(compose.volumes)).toContain(source);
      }
      for (const other of Object.keys(service.depends_on ?? {})) {
        expect(other).not.toBe(name);
        expect(Object.keys(compose.services)).toContain(other);
      }
    },
  );

  it('gives no secret a value of its own', () => {
    const secrets = [...SECRET_VARIABLES, 'POSTGRES_PASSWORD'];
    const given = services.flatMap(([, { environment = {} }]) => Object.entries(environment));
    const values = given.filter(([name]) => secrets.includes(name as (typeof SECRET_VARIABLES)[number]));
    expect(values.length).toBeGreaterThan(4);
    for (const [, value] of values) {
      // Passed through, or required: never a default.
      if (value !== null) expect(value).toMatch(/\$\{[A-Z_]+:\?[^}]+\}/);
      expect(value ?? '').not.toMatch(/:-/);
    }
  });

  it('lets the proxy alone be reached from outside, on loopback', () => {
    expect(services.filter(([, { ports }]) => ports).map(([name]) => name)).toEqual(['proxy']);
    expect(compose.services.proxy?.ports).toEqual(['${POSTERN_LISTEN:-127.0.0.1}:${PORT:-3400}:8080']);
  });

  it('keeps media where every API and every worker finds them', () => {
    const places = ['api', 'worker'].map((name) => compose.services[name]?.volumes);
    expect(places).toEqual([['media:/data'], ['media:/data']]);
    expect(runtime).toMatch(/POSTERN_DATA_DIR=\/data\b/);
    expect(runtime).toMatch(/chown node:node \/data\b/);
  });
});

describe('Dockerfile', () => {
  const commands = services.flatMap(([, { build, command }]) => (build && command ? [command] : []));
  const image = /^CMD (\[.*\])$/m.exec(runtime)?.[1] ?? '[]';

  it.each([...commands, JSON.parse(image) as string[]].map((command) => [command.join(' '), command]))(
    'runs what is built: %s',
    (_line, command) => {
      expect(command[0]).toBe('node');
      expect(existsSync(join(ROOT, command[1] as string))).toBe(true);
    },
  );

  it('runs as nobody in particular, with variables that are known', () => {
    expect(runtime.indexOf('\nUSER node')).toBeLessThan(runtime.indexOf('\nCMD'));
    expect(runtime).toMatch(/^USER node$/m);
    expect(imageVariables).toEqual(expect.arrayContaining(['POSTERN_WORKER_PORT', 'HOST', 'PORT']));
    for (const name of imageVariables) expect([...VARIABLES, 'NODE_ENV']).toContain(name);
  });

  it('copies from stages that there are', () => {
    const stages = [...dockerfile.matchAll(/^FROM \S+ AS (\S+)$/gm)].map(([, name]) => name);
    const used = [...dockerfile.matchAll(/--from=(\S+)/g)].map(([, name]) => name);
    expect(used.length).toBeGreaterThan(0);
    expect(stages).toEqual(expect.arrayContaining(used));
  });
});

describe('nginx.conf', () => {
  const seconds = (name: string): number[] =>
    [...nginx.matchAll(new RegExp(`\\b${name} (\\d+)([sm]);`, 'g'))].map(
      ([, value, unit]) => Number(value) * (unit === 'm' ? 60 : 1),
    );

  it('leads to services that there are, at the ports that they listen at', () => {
    const targets = [...nginx.matchAll(/^\s*server ([\w.-]+):(\d+)/gm)].map(([, host, port]) => [host, port]);
    expect(targets).toEqual([['api', '3400']]);
    expect(runtime).toMatch(/\bPORT=3400\b/);
    expect(Object.keys(compose.services)).toContain('api');
    const upstreams = [...nginx.matchAll(/proxy_pass http:\/\/([\w.-]+)/g)].map(([, name]) => name);
    expect(new Set(upstreams)).toEqual(new Set(['api']));
    expect(compose.services.proxy?.healthcheck?.test?.join(' ')).toMatch(/:8080\/proxy\/live$/);
    expect(nginx).toMatch(/listen 8080;[^]*location = \/proxy\/live/);
  });

  it('is wider than the limits of the API, so that callers read the API’s own answers', () => {
    const [headers, body] = [
      seconds('client_header_timeout')[0],
      /client_max_body_size (\d+)m/.exec(nginx)?.[1],
    ];
    expect(headers).toBeGreaterThan(HEADERS_WITHIN_MS / 1000);
    expect(Number(body) * 1024 ** 2).toBeGreaterThan(Math.max(BODY_LIMIT_BYTES, 2 * MAX_CSV));
    const [, count, size] = /large_client_header_buffers (\d+) (\d+)k/.exec(nginx) ?? [];
    expect(Number(count) * Number(size) * 1024).toBeGreaterThan(HEADERS_LIMIT_BYTES);
    expect(Math.max(...seconds('proxy_read_timeout'))).toBeGreaterThanOrEqual(REQUEST_WITHIN_MS / 1000);
  });

  it('streams events, takes uploads as they come, and adds no header of its own', () => {
    const block = (path: string): string =>
      new RegExp(`location ${path.replace(/[/]/g, '\\/')} \\{([^}]*)\\}`).exec(nginx)?.[1] ?? '';
    expect(block('= /v1/events/stream')).toMatch(/proxy_buffering off/);
    expect(block('/v1/media')).toMatch(/client_max_body_size 0;[^]*proxy_request_buffering off/);
    expect(block('= /metrics')).toMatch(/return 404/);
    expect(nginx).not.toMatch(/add_header/);
  });
});
