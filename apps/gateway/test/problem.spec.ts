import { createConnection } from 'node:net';
import { Body, Controller, Get, Module, Post, Query } from '@nestjs/common';
import { IsDefined, IsInt, IsObject, IsOptional, IsString, MaxLength, Min } from 'class-validator';
import { Nested, NestedList } from '../src/http/nested';
import { Public } from '../src/http/auth/scope.decorators';
import { PageQuery } from '../src/http/pagination';
import { expectProblem, startTestApi, type TestApi } from './api-harness';

class ContentDto {
  @IsString()
  @MaxLength(10)
  text!: string;
}

class TargetDto {
  @IsString()
  accountId!: string;

  @IsDefined()
  @Nested(() => ContentDto)
  content!: ContentDto;
}

class SampleDto {
  @NestedList(() => TargetDto)
  targets!: TargetDto[];

  @IsOptional()
  @IsInt()
  @Min(1)
  count?: number;

  @IsOptional()
  @IsObject()
  metadata?: object;
}

@Public()
@Controller('sample')
class SampleController {
  @Post()
  take(@Body() body: SampleDto): { taken: SampleDto; name: string } {
    return { taken: body, name: body.constructor.name };
  }

  @Get()
  page(@Query() query: PageQuery): PageQuery {
    return query;
  }

  @Get('broken')
  broken(): never {
    throw new Error('the secret inside of postgres://user:password@host');
  }
}

@Controller('undecorated')
class UndecoratedController {
  @Get()
  get(): string {
    return 'nobody may read this';
  }
}

@Module({ controllers: [SampleController, UndecoratedController] })
class SampleModule {}

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi([SampleModule]);
});
afterAll(() => api.close());

const good = { targets: [{ accountId: 'a', content: { text: 'hi' } }] };

describe('bodies', () => {
  it('takes a good one as an instance of its class', async () => {
    const reply = await api.call('POST', '/sample', { body: good });
    expect(reply).toMatchObject({ status: 201, body: { taken: good, name: 'SampleDto' } });
  });

  it('names every broken rule by its path', async () => {
    const reply = await api.call('POST', '/sample', {
      body: {
        targets: [
          { accountId: 7, content: { text: 'hi' } },
          { accountId: 'a', content: { text: 'much too long', tone: 'loud' } },
          { accountId: 'a' },
          'b',
        ],
        count: 0,
        extra: true,
      },
    });
    const document = expectProblem(reply, 422, 'VALIDATION');
    expect(document.issues?.map(({ path, rule }) => `${path} ${rule}`).sort()).toEqual([
      'count min',
      'extra unknown_field',
      'targets[0].accountId string',
      'targets[1].content.text max_length',
      'targets[1].content.tone unknown_field',
      'targets[2].content required',
      'targets[3] object',
    ]);
  });

  it.each([
    ['an array', '[]'],
    ['a text', '"text"'],
    ['a number', '7'],
    ['null', 'null'],
    ['nothing', ''],
  ])('refuses %s', async (_name, raw) => {
    const reply = await api.call('POST', '/sample', { raw });
    expect(expectProblem(reply, 422, 'VALIDATION').issues).toEqual([
      { path: '', rule: 'object', message: 'The body must be a JSON object.' },
    ]);
  });

  it('refuses a request without body and content type', async () => {
    expectProblem(await api.call('POST', '/sample'), 422, 'VALIDATION');
  });

  it.each([
    ['broken JSON', '{"targets": '],
    ['a poisoned prototype', '{"__proto__": {"admin": true}}'],
    ['bytes that are not UTF-8', new Uint8Array([0x22, 0xff, 0x22])],
  ])('calls %s malformed', async (_name, raw) => {
    expectProblem(await api.call('POST', '/sample', { raw }), 400, 'MALFORMED_REQUEST');
  });

  it('refuses text that no database holds, by its path', async () => {
    for (const text of ['\\u0000', '\\ud83d']) {
      const raw = `{"targets":[{"accountId":"a","content":{"text":"x${text}"}}]}`;
      const document = expectProblem(await api.call('POST', '/sample', { raw }), 422, 'VALIDATION');
      expect(document.issues).toMatchObject([{ path: 'targets[0].content.text', rule: 'text.well_formed' }]);
    }
  });

  it('refuses absurd nesting without falling over', async () => {
    const raw = `{"metadata":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
    const document = expectProblem(await api.call('POST', '/sample', { raw }), 422, 'VALIDATION');
    expect(document.issues).toMatchObject([{ rule: 'max_depth' }]);
  });

  it('answers 10 MB with 413, and the connection goes on', async () => {
    const raw = JSON.stringify({ metadata: { text: 'x'.repeat(10_000_000) } });
    for (let turn = 0; turn < 3; turn += 1) {
      expectProblem(await api.call('POST', '/sample', { raw }), 413, 'PAYLOAD_TOO_LARGE');
    }
    expect((await api.call('POST', '/sample', { body: good })).status).toBe(201);
  });

  it('answers 413 to a large body without a declared length', async () => {
    const response = await fetch(`${api.url}/sample`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: new ReadableStream({
        start(controller) {
          for (let chunk = 0; chunk < 40; chunk += 1) controller.enqueue(new Uint8Array(100_000).fill(32));
          controller.close();
        },
      }),
      duplex: 'half',
    });
    expect(response.status).toBe(413);
    expect(await response.json()).toMatchObject({ code: 'PAYLOAD_TOO_LARGE' });
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'text/xml'])(
    'refuses %s',
    async (type) => {
      const reply = await api.call('POST', '/sample', { raw: 'a=b', headers: { 'content-type': type } });
      expectProblem(reply, 415, 'UNSUPPORTED_MEDIA_TYPE');
    },
  );
});

describe('addresses', () => {
  it('does not know an unknown one', async () => {
    expectProblem(await api.call('GET', '/v1/nothing'), 404, 'NOT_FOUND');
    expectProblem(await api.call('POST', '/nothing', { body: {} }), 404, 'NOT_FOUND');
  });

  it.each([
    ['DELETE', '/sample', 'GET, HEAD, POST'],
    ['PUT', '/v1/connections/conn_1', 'DELETE, GET, HEAD, PATCH'],
    ['GET', '/v1/connections/conn_1/check', 'POST'],
    ['OPTIONS', '/v1/accounts?limit=1', 'GET, HEAD'],
  ])('refuses %s %s and names what is allowed', async (method, path, allowed) => {
    const reply = await api.call(method, path);
    expectProblem(reply, 405, 'METHOD_NOT_ALLOWED');
    expect(reply.headers.get('allow')).toBe(allowed);
  });

  it.each(['/v1/accounts/%zz', '/v1/accounts/a%00b', '/v1/accounts?platform=%00'])(
    'calls %s malformed',
    async (path) => {
      expectProblem(await api.call('GET', path), 400, 'MALFORMED_REQUEST');
    },
  );

  it('refuses a parameter of absurd length', async () => {
    for (const path of ['accounts', 'posts', 'post-groups', 'connections']) {
      expectProblem(await api.call('GET', `/v1/${path}/${'a'.repeat(500)}`), 404, 'NOT_FOUND');
    }
    const retry = { headers: { 'idempotency-key': 'k' } };
    expectProblem(await api.call('POST', `/v1/posts/${'a'.repeat(5_000)}/retry`, retry), 404, 'NOT_FOUND');
  });

  it.each([
    ['POST', '/v1/workspaces', {}],
    ['PATCH', '/v1/workspaces/ws_1', {}],
    ['POST', '/v1/api-keys', { scopes: ['admin'] }],
    ['PATCH', '/v1/api-keys/key_1', {}],
    ['POST', '/v1/connections', { provider: 'layers', credentials: {} }],
    ['PATCH', '/v1/connections/conn_1', {}],
  ])('refuses a blank name at %s %s', async (method, path, body) => {
    const { key } = await api.newKey(api.workspaceId, ['admin', 'instance']);
    for (const name of [' ', '\t\n', '\u00a0\u2003']) {
      const reply = await api.call(method, path, { key, body: { ...body, name } });
      const { issues } = expectProblem(reply, 422, 'VALIDATION');
      expect(issues).toMatchObject([{ path: 'name', rule: 'not_empty' }]);
    }
  });

  it('answers what is no HTTP', async () => {
    const { hostname, port } = new URL(api.url);
    const answer = await new Promise<string>((resolve, reject) => {
      const socket = createConnection({ host: hostname, port: Number(port) }, () =>
        socket.write('HELLO\r\n\r\n'),
      );
      let text = '';
      socket.on('data', (chunk) => (text += chunk.toString()));
      socket.on('end', () => resolve(text)).on('error', reject);
    });
    expect(answer).toMatch(/^HTTP\/1.1 400 /);
    expect(answer).toContain('"code":"MALFORMED_REQUEST"');
  });
});

describe('queries', () => {
  it('has a default limit', async () => {
    expect(await api.call('GET', '/sample')).toMatchObject({ status: 200, body: { limit: 50 } });
  });

  it.each(['limit=0', 'limit=101', 'limit=1.5', 'limit=x', 'limit=', 'limit=1&limit=2', 'sort=age'])(
    'refuses %s',
    async (query) => {
      expectProblem(await api.call('GET', `/sample?${query}`), 422, 'VALIDATION');
    },
  );
});

describe('faults of our own', () => {
  it('says nothing of the inside', async () => {
    const reply = await api.call('GET', '/sample/broken');
    expectProblem(reply, 500, 'INTERNAL');
    expect(JSON.stringify(reply.body)).not.toMatch(/secret|postgres|password|stack|Error:/);
  });

  it('keeps a route closed that forgot to name its scope', async () => {
    expectProblem(await api.call('GET', '/undecorated'), 500, 'INTERNAL');
  });
});

describe('every reply', () => {
  it('echoes a sane request id', async () => {
    const headers = { 'x-request-id': 'trace-1:2/3' };
    const reply = await api.call('GET', '/v1/nothing', { headers });
    expect(reply.headers.get('x-request-id')).toBe('trace-1:2/3');
    expect(reply.body.requestId).toBe('trace-1:2/3');
  });

  it.each(['with space', 'x'.repeat(129), '<script>', ''])('replaces the request id %p', async (given) => {
    const reply = await api.call('GET', '/health/live', { headers: { 'x-request-id': given } });
    expect(reply.headers.get('x-request-id')).toMatch(/^req_[0-9a-z]{26}$/);
  });

  it('tells its timing', async () => {
    for (const path of ['/health/live', '/v1/nothing']) {
      expect((await api.call('GET', path)).headers.get('server-timing')).toMatch(/^app;dur=\d+\.\d$/);
    }
  });
});

describe('the pages behind `type`', () => {
  it('exist for codes of problems and of posts', async () => {
    for (const code of ['VALIDATION', 'AUTH_EXPIRED', 'RATE_LIMITED']) {
      const reply = await api.call('GET', `/docs/errors/${code}`, { key: null });
      expect(reply.status).toBe(200);
      expect(reply.body).toContain(`<h1>${code}</h1>`);
    }
    expectProblem(await api.call('GET', '/docs/errors/<b>'), 404, 'NOT_FOUND');
  });
});
