import { createPrivateKey } from 'node:crypto';
import { Duplex } from 'node:stream';
import { type ConnectionOptions, type TLSSocketOptions, TLSSocket, connect } from 'node:tls';
import type { RsaPrivate } from '../../../src/layers/crypto';
import { octetsOfNumber } from '../../../src/layers/crypto';
import { insideOf } from '../../../src/layers/tls';
import { type Identity, defaultAuthority, issue } from '../../../src/layers/x509';
import { type Side, recall } from './tls';

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

function pem(kind: string, der: Uint8Array): string {
  return `-----BEGIN ${kind}-----\n${Buffer.from(der).toString('base64')}\n-----END ${kind}-----\n`;
}

function inverse(a: bigint, m: bigint): bigint {
  let [r0, r1, t0, t1] = [m, a % m, 0n, 1n];
  while (r1 > 0n) {
    const q = r0 / r1;
    [r0, r1, t0, t1] = [r1, r0 - q * r1, t1, t0 - q * t1];
  }
  return ((t0 % m) + m) % m;
}

/** A key of the ring, as Node takes it. */
export function keyPem({ n, e, p, q, dP, dQ, qInv, size }: RsaPrivate): string {
  const word = (value: bigint, length: number): string =>
    Buffer.from(octetsOfNumber(value, length)).toString('base64url');
  const half = size / 2;
  const d = inverse(e, (p - 1n) * (q - 1n));
  const jwk = {
    kty: 'RSA',
    n: word(n, size),
    e: word(e, 3),
    d: word(d, size),
    p: word(p, half),
    q: word(q, half),
    dp: word(dP, half),
    dq: word(dQ, half),
    qi: word(qInv, half),
  };
  return createPrivateKey({ key: jwk, format: 'jwk' }).export({ format: 'pem', type: 'pkcs8' }).toString();
}

export function chainPem({ chain }: Identity): string {
  return chain.map((der) => pem('CERTIFICATE', der)).join('');
}

export const AUTHORITY = pem('CERTIFICATE', defaultAuthority(recall).octets);

/** One side of Node's TLS over a stream in memory. */
export class NodeSide {
  readonly wire = new Wire();
  readonly socket: TLSSocket;
  readonly received: Buffer[] = [];
  readonly keylog: string[] = [];
  error: (Error & { code?: string }) | undefined;
  session: Buffer | undefined;

  constructor(socket: (wire: Duplex) => TLSSocket) {
    this.socket = socket(this.wire);
    this.socket.on('data', (data: Buffer) => this.received.push(data));
    this.socket.on('error', (e: Error) => (this.error = e));
    this.socket.on('keylog', (line: Buffer) => this.keylog.push(line.toString().trim()));
    this.socket.on('session', (session: Buffer) => (this.session = session));
  }

  static server(options: TLSSocketOptions): NodeSide {
    const identity = issue({ subject: 'server.example' }, recall);
    const how = { isServer: true, key: keyPem(identity.key), cert: chainPem(identity), ca: AUTHORITY, ...options };
    return new NodeSide((wire) => new TLSSocket(wire, how));
  }

  static client(options: ConnectionOptions): NodeSide {
    const how = { servername: 'server.example', ca: AUTHORITY, ...options };
    return new NodeSide((wire) => connect({ ...how, socket: wire }));
  }

  async settled(): Promise<void> {
    for (let i = 0; i < 6; i++) await new Promise((resolve) => setImmediate(resolve));
  }

  /** All that it has written since. */
  take(): Uint8Array {
    return Buffer.concat(this.wire.written.splice(0));
  }

  give(octets: Uint8Array): void {
    if (octets.length > 0) this.wire.push(Buffer.from(octets));
  }

  /** Its reason to refuse the certificate of its peer. */
  get refusal(): unknown {
    const { ssl } = this.socket as unknown as { ssl: { verifyError(): unknown } };
    return ssl.verifyError();
  }

  get text(): string {
    return Buffer.concat(this.received).toString('latin1');
  }

  end(): void {
    this.socket.destroy();
    this.wire.destroy();
  }
}

/** Both sides say what is due, until neither has anything to say. */
export async function converse(ours: Side, node: NodeSide): Promise<void> {
  for (let quiet = 0, i = 0; quiet < 2 && i < 30; i++) {
    const said = ours.due();
    node.give(said);
    await node.settled();
    const heard = node.take();
    ours.hear(heard);
    quiet = said.length === 0 && heard.length === 0 ? quiet + 1 : 0;
  }
}

/** The application data that a side of ours has heard. */
export function dataIn(side: Side): string {
  return side.messages
    .filter((m) => m.by === side.peer && m.message.name === 'ApplicationData')
    .map((m) => Buffer.from(insideOf(m.message) ?? []).toString('latin1'))
    .join('');
}
