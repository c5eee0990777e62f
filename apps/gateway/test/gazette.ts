/**
 * The Gazette: a publishing API that exists nowhere else, with words, paging, keys, limits and a signature of its
 * own. It is attached by `docs/how-to/examples/gazette.json`, and by nothing else.
 */
import { createHmac, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export const DESK_KEY = 'gz_desk-key-1234';
export const SEAL = 'gazette-seal-1234';
const PAGE = 2;

const OUTLETS = [
  { no: 'o-1', net: 'birdsite', nick: '@acme', line: 'open' },
  { no: 'o-2', net: 'suits', nick: 'acme-ltd', line: 'open' },
  { no: 'o-3', net: 'suits', nick: 'acme-inc', line: 'open' },
  { no: 'o-4', net: 'birdsite', nick: '@old', line: 'cut' },
  // Of a network that the manifest does not name: it is listed, and nothing goes to it.
  { no: 'o-5', net: 'billboard', nick: 'wall', line: 'open' },
];
/** What goes to it is spiked: its line has lapsed. */
export const LAPSED = 'acme-inc';

interface Copy {
  outlet: string;
  fate: 'waiting' | 'out' | 'spiked';
  link: string | null;
  fault: { kind: string; says: string } | null;
}

export interface Notice {
  no: string;
  words: string;
  /** Their addresses. */
  pictures: string[];
  due: number | null;
  stage: 'shelf' | 'press' | 'settled' | 'pulled';
  copies: Copy[];
}

interface Answer {
  status: number;
  json: unknown;
}

export class Gazette {
  readonly notices: Notice[] = [];
  /** `METHOD /path` of all that came with the right key. */
  readonly calls: string[] = [];
  /** Where deliveries go. */
  hook = '';
  /** So many creates are done and not answered. */
  loseReplies = 0;
  /** So many creates are refused: too many. */
  refuse = 0;
  private readonly firstReplies = new Map<string, { body: string; answer: Answer }>();
  private readonly server = createServer((request, response) => void this.serve(request, response));

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  close(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }

  withWords(words: string): Notice[] {
    return this.notices.filter((notice) => notice.words === words);
  }

  /** Prints what is on the press, and tells of it by a delivery for each notice. Answers their statuses. */
  async print(): Promise<number[]> {
    const printed = this.notices.filter(({ stage }) => stage === 'press');
    for (const notice of printed) {
      notice.stage = 'settled';
      for (const copy of notice.copies) settle(copy, notice.no);
    }
    return Promise.all(printed.map(({ no }) => this.deliver(no)));
  }

  /** `t=…,v1=…`: hex HMAC-SHA256 over time, dot and body. */
  async deliver(no: string, seal = SEAL): Promise<number> {
    const body = JSON.stringify({ event: 'notice.settled', delivery: randomUUID(), no });
    const time = Math.floor(Date.now() / 1_000);
    const mark = createHmac('sha256', seal).update(`${time}.${body}`).digest('hex');
    const headers = { 'content-type': 'application/json', 'x-gazette-mark': `t=${time},v1=${mark}` };
    return (await fetch(this.hook, { method: 'POST', headers, body })).status;
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString('utf8');
    const isCreate = request.method === 'POST';
    const answer =
      request.headers.authorization === `Key ${DESK_KEY}`
        ? this.answer(request, body)
        : fault(401, 'stranger', 'This desk is not known.');
    if (isCreate && answer.status === 201 && this.loseReplies > 0) {
      this.loseReplies -= 1;
      request.socket.resetAndDestroy();
      return;
    }
    response.writeHead(answer.status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(answer.json));
  }

  private answer({ method, url = '', headers }: IncomingMessage, body: string): Answer {
    this.calls.push(`${method} ${url}`);
    const { pathname, searchParams } = new URL(url, 'http://gazette');
    const from = searchParams.get('from');
    if (pathname === '/v2/desk') return { status: 200, json: { desk: { mail: 'desk@acme.example' } } };
    if (pathname === '/v2/outlets') return { status: 200, json: page('outlets', OUTLETS, from) };
    if (pathname === '/v2/notices' && method === 'POST')
      return this.create(headers['x-once'] as string, body);
    if (pathname === '/v2/notices')
      return { status: 200, json: page('notices', [...this.notices].reverse(), from) };
    const notice = this.notices.find(({ no }) => pathname === `/v2/notices/${no}`);
    if (!notice) return fault(404, 'no_notice', 'There is no such notice.');
    if (method === 'GET') return { status: 200, json: notice };
    if (notice.stage !== 'shelf') return fault(409, 'off_the_shelf', 'It has gone to press.');
    if (method === 'DELETE') notice.stage = 'pulled';
    else notice.due = (JSON.parse(body) as { due: number }).due;
    return { status: 200, json: notice };
  }

  private create(once: string, body: string): Answer {
    const first = this.firstReplies.get(once);
    if (first) return first.body === body ? first.answer : fault(422, 'other_words', 'The key was used.');
    if (this.refuse > 0) {
      this.refuse -= 1;
      return fault(429, 'too_many', 'One notice at a time.', { wait: 1 });
    }
    const { outlets, words, pictures, due } = JSON.parse(body) as Notice & { outlets: string[] };
    const notice: Notice = {
      no: `n-${this.notices.length + 1}`,
      words,
      pictures,
      due: due ?? null,
      stage: due ? 'shelf' : 'press',
      copies: outlets.map((outlet) => ({ outlet, fate: 'waiting', link: null, fault: null })),
    };
    this.notices.push(notice);
    const answer = { status: 201, json: structuredClone(notice) };
    this.firstReplies.set(once, { body, answer });
    return answer;
  }
}

function settle(copy: Copy, no: string): void {
  const outlet = OUTLETS.find((each) => each.no === copy.outlet);
  if (outlet?.nick === LAPSED) {
    copy.fate = 'spiked';
    copy.fault = { kind: 'lapsed', says: 'The line to this outlet has lapsed.' };
    return;
  }
  copy.fate = 'out';
  copy.link = `https://${outlet?.net}.example/${no}`;
}

function page(name: string, all: readonly unknown[], from: string | null): unknown {
  const start = from === null ? 0 : Number(Buffer.from(from, 'base64url').toString());
  const end = start + PAGE;
  const onward = end < all.length ? Buffer.from(String(end)).toString('base64url') : null;
  return { [name]: all.slice(start, end), onward };
}

function fault(status: number, kind: string, says: string, more: object = {}): Answer {
  return { status, json: { fault: { kind, says, ...more } } };
}
