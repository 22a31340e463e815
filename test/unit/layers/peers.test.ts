import assert from 'node:assert/strict';
import http from 'node:http';
import { Duplex } from 'node:stream';
import fc from 'fast-check';
import { HTTPParser } from 'http-parser-js';
import type { Message } from '../../../src/layers';
import { Pair, exchange, shown } from './http1';

/** A stream in memory: what is written to it is kept, and what is pushed into it is read. */
class Wire extends Duplex {
  readonly written: Buffer[] = [];
  override _read(): void {
    // Octets are pushed as they come.
  }
  override _write(chunk: Buffer, _: BufferEncoding, done: () => void): void {
    this.written.push(chunk);
    done();
  }
  get text(): string {
    return Buffer.concat(this.written).toString('latin1');
  }
}

interface Heard {
  readonly line: string;
  readonly body: string;
}

const settled = async (): Promise<void> => {
  for (let i = 0; i < 20; i++) await new Promise((resolve) => setImmediate(resolve));
};

/** What Node's server makes of octets: requests, and whether it gave up. */
async function nodeServer(octets: string, ends: boolean): Promise<{ heard: Heard[]; refused: boolean }> {
  const heard: Heard[] = [];
  let refused = false as boolean;
  const server = http.createServer(
    { keepAliveTimeout: 0, requestTimeout: 0, headersTimeout: 0 },
    (request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('error', () => (refused = true));
      request.on('end', () => {
        heard.push({ line: `${request.method} ${request.url}`, body: Buffer.concat(parts).toString('latin1') });
        response.end();
      });
    },
  );
  server.on('checkContinue', (request: http.IncomingMessage, response: http.ServerResponse) =>
    server.emit('request', request, response),
  );
  server.on('clientError', (_, socket) => {
    refused = true;
    socket.destroy();
  });
  const wire = new Wire();
  server.emit('connection', wire);
  wire.push(Buffer.from(octets, 'latin1'));
  if (ends) wire.push(null);
  await settled();
  wire.destroy();
  server.close();
  return { heard, refused: refused || /^HTTP\/1\.1 [45]/m.test(wire.text) };
}

/** What Node's client makes of the octets that answer its request. */
async function nodeClient(
  method: string,
  octets: string,
  ends: boolean,
): Promise<{ heard: Heard[]; refused: boolean }> {
  const heard: Heard[] = [];
  let refused = false as boolean;
  const wire = new Wire();
  const request = http.request({ method, createConnection: () => wire, host: 'server.example' });
  request.on('response', (response) => {
    const parts: Buffer[] = [];
    response.on('data', (part: Buffer) => parts.push(part));
    response.on('error', () => (refused = true));
    response.on('aborted', () => (refused = true));
    response.on('end', () => {
      const line = `${response.statusCode} ${response.statusMessage}`.trim();
      heard.push({ line, body: Buffer.concat(parts).toString('latin1') });
    });
  });
  request.on('error', () => (refused = true));
  request.end();
  await settled();
  wire.push(Buffer.from(octets, 'latin1'));
  if (ends) wire.push(null);
  await settled();
  wire.destroy();
  return { heard, refused };
}

/** The same octets here: messages without an error, and whether there was an error. */
function ours(
  side: 0 | 1,
  octets: string,
  ends: boolean,
  method = 'GET',
): { heard: Heard[]; refused: boolean; broken: string[] } {
  const pair = new Pair();
  if (side === 1) {
    const wish = {
      kind: 'request',
      method,
      target: '/',
      status: 0,
      minor: undefined,
      fields: [],
      without: [],
      body: undefined,
    } as const;
    pair.write(0, pair.octetsOf(0, [wish]));
    pair.deliver(0);
  }
  pair.write(
    side,
    Uint8Array.from(octets, (c) => c.charCodeAt(0)),
  );
  if (ends) pair.end(side);
  pair.deliver(side, ends);
  const errors = (m: Message): string[] =>
    m.breaches.filter((b) => b.level === undefined && !LENIENT.has(b.rule)).map((b) => b.rule);
  const broken = pair.said[side].flatMap(errors);
  const sound = pair.said[side].filter((m) => m.head !== undefined && errors(m).length === 0);
  const heard = sound.map((m) => ({ line: m.name, body: bodyOf(m) }));
  return { heard, refused: broken.length > 0, broken };
}

/** Breaches that a sender commits and a recipient may forgive. */
const LENIENT: ReadonlySet<string> = new Set([
  'obs-fold',
  'line-end',
  'pipeline-after-nonidempotent',
  'body-length-missing',
]);

function bodyOf({ octets, body: { from, to, ends } }: Message): string {
  const text = shown(octets).slice(from, to);
  if (ends !== 'chunked') return text;
  let [left, all] = [text, ''];
  for (;;) {
    const size = parseInt(left, 16);
    const start = left.indexOf('\r\n') + 2;
    if (!(size > 0)) return all;
    all += left.slice(start, start + size);
    left = left.slice(start + size + 2);
  }
}

const HOST = 'Host: server.example\r\n';
const REQUESTS: readonly (readonly [what: string, octets: string])[] = [
  ['a request', `GET /a?b=c HTTP/1.1\r\n${HOST}\r\n`],
  ['two in one', `GET /a HTTP/1.1\r\n${HOST}\r\nGET /b HTTP/1.1\r\n${HOST}\r\n`],
  ['a body by length', `POST / HTTP/1.1\r\n${HOST}Content-Length: 3\r\n\r\nabc`],
  ['a length twice', `POST / HTTP/1.1\r\n${HOST}Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc`],
  ['lengths that differ', `POST / HTTP/1.1\r\n${HOST}Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd`],
  ['a length that is none', `POST / HTTP/1.1\r\n${HOST}Content-Length: 3x\r\n\r\nabc`],
  ['a negative length', `POST / HTTP/1.1\r\n${HOST}Content-Length: -3\r\n\r\nabc`],
  [
    'chunks',
    `POST / HTTP/1.1\r\n${HOST}Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\na;x=1\r\n0123456789\r\n0\r\n\r\n`,
  ],
  [
    'chunks and a trailer',
    `POST / HTTP/1.1\r\n${HOST}Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nX-Sum: 1\r\n\r\n`,
  ],
  ['a chunk without a size', `POST / HTTP/1.1\r\n${HOST}Transfer-Encoding: chunked\r\n\r\nxyz\r\n0\r\n\r\n`],
  ['a chunk too long', `POST / HTTP/1.1\r\n${HOST}Transfer-Encoding: chunked\r\n\r\n3\r\nabcd\r\n0\r\n\r\n`],
  [
    'chunked that is not last',
    `POST / HTTP/1.1\r\n${HOST}Transfer-Encoding: chunked, gzip\r\n\r\n3\r\nabc\r\n0\r\n\r\n`,
  ],
  [
    'length and chunks',
    `POST / HTTP/1.1\r\n${HOST}Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n`,
  ],
  ['no Host', 'GET / HTTP/1.1\r\n\r\n'],
  ['no Host in 1.0', 'GET / HTTP/1.0\r\n\r\n'],
  ['two Hosts', `GET / HTTP/1.1\r\n${HOST}${HOST}\r\n`],
  ['a blank before the colon', `GET / HTTP/1.1\r\n${HOST}Accept : a\r\n\r\n`],
  ['no colon', `GET / HTTP/1.1\r\n${HOST}Accept\r\n\r\n`],
  ['no name', `GET / HTTP/1.1\r\n${HOST}: a\r\n\r\n`],
  ['a name with a blank', `GET / HTTP/1.1\r\n${HOST}A b: a\r\n\r\n`],
  ['an empty value', `GET / HTTP/1.1\r\n${HOST}Accept:\r\n\r\n`],
  ['a value with blanks around', `GET / HTTP/1.1\r\n${HOST}Accept: \t a \t\r\n\r\n`],
  ['a value with NUL', `GET / HTTP/1.1\r\n${HOST}Accept: a\x00b\r\n\r\n`],
  ['octets above ASCII in a value', `GET / HTTP/1.1\r\n${HOST}Accept: \xe4\xbd\xa0\r\n\r\n`],
  ['two blanks in the request line', `GET  / HTTP/1.1\r\n${HOST}\r\n`],
  ['a fourth word in the request line', `GET / a HTTP/1.1\r\n${HOST}\r\n`],
  ['an unknown version', `GET / HTTP/3.7\r\n${HOST}\r\n`],
  ['an empty line before', `\r\nGET / HTTP/1.1\r\n${HOST}\r\n`],
  ['bare LF', 'GET / HTTP/1.1\nHost: a\n\n'],
  ['a folded value', `GET / HTTP/1.1\r\n${HOST}X-A: a\r\n b\r\n\r\n`],
  [
    'a second request behind close',
    `GET /a HTTP/1.1\r\n${HOST}Connection: close\r\n\r\nGET /b HTTP/1.1\r\n${HOST}\r\n`,
  ],
  ['an unregistered method', `BREW /pot HTTP/1.1\r\n${HOST}\r\n`],
  ['a method in small letters', `get / HTTP/1.1\r\n${HOST}\r\n`],
  ['OPTIONS *', `OPTIONS * HTTP/1.1\r\n${HOST}\r\n`],
  ['a half request', `GET / HTTP/1.1\r\n${HOST}`],
  ['half a body', `POST / HTTP/1.1\r\n${HOST}Content-Length: 9\r\n\r\nabc`],
];

const RESPONSES: readonly (readonly [what: string, octets: string, method?: string])[] = [
  ['a response', 'HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc'],
  ['an empty one', 'HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n'],
  ['a body up to the end', 'HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nabc'],
  ['HTTP/1.0', 'HTTP/1.0 200 OK\r\n\r\nabc'],
  ['chunks', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n'],
  ['204', 'HTTP/1.1 204 No Content\r\n\r\n'],
  ['304 with a length', 'HTTP/1.1 304 Not Modified\r\nContent-Length: 3\r\n\r\n'],
  ['an answer to HEAD', 'HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n', 'HEAD'],
  [
    'an interim response before',
    'HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\na',
  ],
  ['no reason', 'HTTP/1.1 200 \r\nContent-Length: 0\r\n\r\n'],
  ['no blank behind the status', 'HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n'],
  ['a status of two digits', 'HTTP/1.1 20 OK\r\nContent-Length: 0\r\n\r\n'],
  ['words in place of a status', 'HTTP/1.1 OK 200\r\nContent-Length: 0\r\n\r\n'],
  ['a body cut short', 'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc'],
  ['chunks cut short', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n'],
  [
    'length and chunks',
    'HTTP/1.1 200 OK\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n',
  ],
  ['lengths that differ', 'HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd'],
];

/** Where Node's parser and this reader differ, with the section that tells which is meant. */
const DIFFERS: Readonly<Record<string, string>> = {
  'a length twice': 'RFC 9110 §8.6: a recipient may take equal lengths for one; Node refuses them',
  'two Hosts': 'RFC 9112 §3.2: a server must answer 400; Node takes the first',
  'two blanks in the request line': 'RFC 9112 §3: single SP; Node reads over them',
  'bare LF': 'RFC 9112 §2.2: a recipient may accept it; a warning here, refused by Node',
  'a folded value': 'RFC 9112 §5.2: refused or replaced by blanks; a warning here, refused by Node',
  'a second request behind close':
    'RFC 9112 §9.6: the first one is answered; Node drops the connection with what follows',
  'an unregistered method': 'RFC 9112 §3.1: any token; Node knows a list',
  'a method in small letters': 'RFC 9110 §9.1: case-sensitive, any token; Node knows a list',
};

describe('HTTP/1 beside Node', () => {
  for (const [what, octets] of REQUESTS)
    it(`requests: ${what}`, async () => {
      const theirs = await nodeServer(octets, true);
      const here = ours(0, octets, true);
      const same = { heard: here.heard, refused: here.refused };
      if (what in DIFFERS) assert.notDeepEqual(same, theirs, DIFFERS[what]);
      else assert.deepEqual(same, theirs, here.broken.join());
    });

  for (const [what, octets, method = 'GET'] of RESPONSES)
    it(`responses: ${what}`, async () => {
      const theirs = await nodeClient(method, octets, true);
      const here = ours(1, octets, true, method);
      const finals = here.heard.filter(({ line }) => !line.startsWith('1'));
      if (what in DIFFERS) assert.notDeepEqual({ heard: finals, refused: here.refused }, theirs, DIFFERS[what]);
      else assert.deepEqual({ heard: finals, refused: here.refused }, theirs, here.broken.join());
    });

  it('what is written here is read by Node and by a parser of another hand, message for message', async () => {
    const samples = fc.sample(exchange, 60);
    for (const [requests, responses] of samples) {
      const pair = new Pair();
      const asked = pair.octetsOf(0, requests);
      pair.write(0, asked);
      pair.deliver(0);
      const answered = pair.octetsOf(1, responses);
      pair.write(1, answered);
      const expected = pair.said.map((said) => said.map((m) => ({ line: m.name, body: bodyOf(m) })));
      const node = await nodeServer(Buffer.from(asked).toString('latin1'), false);
      assert.deepEqual(node, { heard: expected[0], refused: false });
      assert.deepEqual(parsedBy(HTTPParser.REQUEST, asked), expected[0]);
      assert.deepEqual(parsedBy(HTTPParser.RESPONSE, answered), expected[1]);
    }
  });

  it('requests and responses that Node writes are read here without a breach', async () => {
    for (const [method, body] of [
      ['GET', ''],
      ['POST', 'a=1'],
      ['PUT', 'x'.repeat(70_000)],
      ['DELETE', ''],
    ] as const) {
      const asked = new Wire();
      const request = http.request({ method, createConnection: () => asked, host: 'server.example', path: '/p?q=1' });
      request.on('error', () => undefined);
      request.end(body);
      await settled();
      const answered = new Wire();
      const server = http.createServer((_, response) => {
        // Without a length Node sends chunks.
        response.write('first ');
        response.end(body);
      });
      server.emit('connection', answered);
      answered.push(Buffer.concat(asked.written));
      await settled();
      const pair = new Pair();
      for (const part of asked.written) pair.write(0, part);
      pair.deliver(0);
      for (const part of answered.written) pair.write(1, part);
      pair.deliver(1);
      assert.deepEqual(
        pair.said.map((said) => said.map((m) => m.name)),
        [[`${method} /p?q=1`], ['200 OK']],
      );
      assert.deepEqual(
        pair.said.flat().flatMap((m) => m.breaches),
        [],
      );
      assert.equal(bodyOf(pair.heard[0][0] as Message), `first ${body}`);
      request.destroy();
      answered.destroy();
      server.close();
    }
  });
});

/** The messages that http-parser-js finds. */
function parsedBy(kind: typeof HTTPParser.REQUEST | typeof HTTPParser.RESPONSE, octets: Uint8Array): Heard[] {
  const parser = new HTTPParser(kind);
  const heard: Heard[] = [];
  let line = '';
  let body: Buffer[] = [];
  parser[HTTPParser.kOnHeadersComplete] = (info) => {
    const { method, url, statusCode, statusMessage } = info;
    const isRequest = kind === HTTPParser.REQUEST;
    line = isRequest ? `${HTTPParser.methods[method] ?? ''} ${url}` : `${statusCode} ${statusMessage}`;
  };
  parser[HTTPParser.kOnBody] = (chunk, offset, length) => body.push(chunk.subarray(offset, offset + length));
  parser[HTTPParser.kOnMessageComplete] = () => {
    heard.push({ line, body: Buffer.concat(body).toString('latin1') });
    body = [];
  };
  const result = parser.execute(Buffer.from(octets));
  assert.ok(!(result instanceof Error), String(result));
  return heard;
}
