import assert from 'node:assert/strict';
import { type ClientHttp2Session, type ServerHttp2Session, connect, createServer } from 'node:http2';
import { Duplex } from 'node:stream';
import { codeName, nextH2, streamOf } from '../../../src/layers/h2';
import { type By, Pair, peerOf, request, response } from './h2';

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
}

/** A side of ours on a stream in memory with one of Node's. */
class Facing {
  readonly pair = new Pair();
  readonly wire = new Wire();

  constructor(readonly ours: By) {}

  private give(from: number): number {
    const { voice } = this.pair.inner(this.ours) ?? { voice: undefined };
    const octets: Buffer[] = [];
    let to = 0;
    for (const m of this.pair.said[this.ours]) {
      if (m.from >= from) octets.push(...m.octets.map((part) => Buffer.from(part as Uint8Array)));
      to = m.to;
    }
    if (octets.length > 0) this.wire.push(Buffer.concat(octets));
    return voice === undefined ? 0 : to;
  }

  private given = 0;

  /** Octets pass, and what is due is said, until both are quiet. */
  async converse(): Promise<void> {
    for (let quiet = 0, i = 0; quiet < 3 && i < 200; i++) {
      const before = this.given;
      const h2 = this.pair.inner(this.ours)?.h2;
      const must = h2 === undefined ? [] : nextH2(h2.end).must;
      if (must.length > 0) this.pair.say(this.ours, ...must);
      this.given = this.give(this.given);
      for (let turn = 0; turn < 4; turn++) await new Promise((resolve) => setImmediate(resolve));
      const heard = Buffer.concat(this.wire.written.splice(0));
      if (heard.length > 0) this.pair.write(peerOf(this.ours), heard);
      quiet = heard.length === 0 && this.given === before ? quiet + 1 : 0;
    }
  }

  /** Octets of DATA that a side has sent on a stream. */
  data(by: By, stream: number): number {
    return this.pair.said[by]
      .filter((m) => m.stream === stream && m.name.startsWith('DATA'))
      .reduce((sum, m) => sum + m.body.to - m.body.from, 0);
  }
}

describe('HTTP/2: Node as the peer', () => {
  it('answers four requests of ours at once, with windows that we open again', async () => {
    const f = new Facing('client');
    const server = createServer();
    const asked: string[] = [];
    server.on('stream', (stream, headers) => {
      asked.push(`${headers[':method'] ?? ''} ${headers[':path'] ?? ''} ${headers['accept'] ?? ''}`);
      stream.respond({ ':status': 200, 'content-type': 'text/plain' });
      stream.end(Buffer.alloc(headers[':path'] === '/big' ? 300_000 : 100, 0x61));
    });
    server.emit('connection', f.wire);
    const accept = { fields: [{ name: 'Accept', value: 'text/html' }] };
    f.pair.say('client', request('GET', '/', accept), request('GET', '/big', accept), request('GET', '/a'));
    f.pair.say('client', request('GET', '/b', accept));
    await f.converse();
    assert.deepEqual(asked, ['GET / text/html', 'GET /big text/html', 'GET /a ', 'GET /b text/html']);
    assert.deepEqual(
      [1, 3, 5, 7].map((id) => f.data('server', id)),
      [100, 300_000, 100, 100],
    );
    assert.match(f.pair.names('client'), /WINDOW_UPDATE, .*WINDOW_UPDATE 3/);
    assert.deepEqual(f.pair.mistakes, []);
    const { streams, closed } = f.pair.end('client');
    assert.deepEqual([streams.size, closed.items().map((s) => [s.id, s.status]).length], [0, 4]);
    server.close();
  });

  it('asks us four times at once, and hears our answers in any order', async () => {
    const f = new Facing('server');
    const session: ClientHttp2Session = connect('http://server.example', { createConnection: () => f.wire });
    const answers = new Map<string, number>();
    for (const path of ['/', '/a', '/b', '/c']) {
      const stream = session.request({ ':path': path });
      stream.on('response', (headers) => answers.set(path, Number(headers[':status'])));
      stream.resume();
    }
    await f.converse();
    for (const [stream, status] of [
      [5, 404],
      [1, 200],
      [7, 301],
      [3, 500],
    ] as const)
      f.pair.say('server', response(status, { stream, body: { kind: 'length', length: 10 } }));
    await f.converse();
    assert.deepEqual([...answers].sort(), [
      ['/', 200],
      ['/a', 500],
      ['/b', 404],
      ['/c', 301],
    ]);
    session.close();
    await f.converse();
    assert.match(f.pair.names('client'), /GOAWAY NO_ERROR/);
    assert.deepEqual(f.pair.mistakes, []);
  });

  it('has a request taken back by our RST_STREAM, and takes one back itself', async () => {
    const f = new Facing('client');
    const codes: number[] = [];
    const server = createServer();
    server.on('stream', (stream) => {
      stream.on('error', () => undefined);
      stream.on('close', () => codes.push(stream.rstCode));
      if (stream.id === 3) stream.close(2);
      else stream.respond({ ':status': 200 });
    });
    server.emit('connection', f.wire);
    f.pair.say('client', request('GET', '/'), request('GET', '/broken'));
    await f.converse();
    f.pair.say('client', { frame: 'RST_STREAM', stream: 1, code: 'CANCEL' });
    await f.converse();
    assert.deepEqual(codes.sort(), [2, 8]);
    const end = f.pair.end('client');
    assert.equal(streamOf(end, 1)?.closed, 'reset-sent');
    assert.deepEqual([streamOf(end, 3)?.closed, streamOf(end, 3)?.code], ['reset-received', 2]);
    assert.deepEqual(f.pair.mistakes, []);
    server.close();
  });

  it('pushes a resource, reads our settings, and says its own', async () => {
    const f = new Facing('client');
    const server = createServer({ settings: { maxConcurrentStreams: 7, headerTableSize: 0 } });
    let heard: ServerHttp2Session | undefined;
    server.on('session', (session) => (heard = session));
    server.on('stream', (stream) => {
      stream.pushStream({ ':path': '/style.css' }, (_, pushed) => {
        pushed.respond({ ':status': 200 });
        pushed.end('a {}');
      });
      stream.respond({ ':status': 200 });
      stream.end('<a>');
    });
    server.emit('connection', f.wire);
    const fields = [{ name: 'INITIAL_WINDOW_SIZE', value: '1000' }];
    f.pair.say('client', { frame: 'PREFACE' }, { frame: 'SETTINGS', fields });
    f.pair.say('client', request('GET', '/'));
    await f.converse();
    // The server allows no table: our next block begins with its size, 0.
    f.pair.say('client', request('GET', '/again'), { frame: 'PING' });
    await f.converse();
    assert.equal(heard?.remoteSettings.initialWindowSize, 1000);
    assert.match(f.pair.names('server'), /PUSH_PROMISE 1 GET \/style.css/);
    assert.match(f.pair.names('server'), /HEADERS 2 200 OK/);
    assert.match(f.pair.names('server'), /PING ACK/);
    const again = f.pair.said.client.find((m) => m.name === 'HEADERS 3 GET /again');
    assert.equal(again?.frame?.block?.fields[0]?.form, 'size');
    assert.deepEqual(f.pair.mistakes, []);
    server.close();
  });

  it('ends the connection for a mistake of ours with the code that we find for it', async () => {
    const CODES = {
      'a frame that is too long': [{ frame: 'DATA', stream: 1, body: new Uint8Array(20_000) }, 'FRAME_SIZE_ERROR'],
      'an even stream': [{ frame: 'HEADERS', stream: 2, method: 'GET', target: '/', end: true }, 'PROTOCOL_ERROR'],
      'a window of 0': [
        { frame: 'WINDOW_UPDATE', stream: 0, fields: [{ name: 'INCREMENT', value: '0' }] },
        'PROTOCOL_ERROR',
      ],
      'a window that is too large': [
        { frame: 'WINDOW_UPDATE', stream: 0, fields: [{ name: 'INCREMENT', value: '2147483647' }] },
        'FLOW_CONTROL_ERROR',
      ],
      'an index of no table': [
        { frame: 'HEADERS', stream: 3, method: 'GET', target: '/', fields: [{ name: 'INDEX', value: '99' }] },
        'COMPRESSION_ERROR',
      ],
      'a setting that is wrong': [
        { frame: 'SETTINGS', fields: [{ name: 'MAX_FRAME_SIZE', value: '10' }] },
        'PROTOCOL_ERROR',
      ],
    } as const;
    for (const [what, [wish, code]] of Object.entries(CODES)) {
      const f = new Facing('client');
      const server = createServer();
      server.on('sessionError', () => undefined);
      server.on('stream', (stream) => {
        stream.on('error', () => undefined);
        stream.respond({ ':status': 200 });
      });
      server.emit('connection', f.wire);
      f.pair.say('client', request('POST', '/', { body: undefined }));
      await f.converse();
      f.pair.say('client', wish);
      const owed = f.pair.end('server').owed.map((o) => `${o.kind} ${codeName(o.code)}`);
      assert.deepEqual(owed, [`GOAWAY ${code}`], what);
      await f.converse();
      // Node says INTERNAL_ERROR for mistakes that its library tells by no code of their own.
      assert.match(f.pair.names('server'), new RegExp(`GOAWAY (?:${code}|INTERNAL_ERROR)$`), what);
      server.close();
    }
  });
});
