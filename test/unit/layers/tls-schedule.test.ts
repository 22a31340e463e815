import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { hash, x25519, x25519Base } from '../../../src/layers/crypto';
import { joined, toHex } from '../../../src/wire';
import { decode } from '../../../src/layers/tls/handshake';
import { TLS13, suiteOf } from '../../../src/layers/tls/names';
import { prf } from '../../../src/layers/tls/schedule12';
import {
  deriveSecret,
  earlySecret,
  handshakeSecret,
  masterSecret13,
  ticketPsk,
  trafficKeys,
  verifyData13,
} from '../../../src/layers/tls/schedule13';

const bytes = (hex: string): Uint8Array => Buffer.from(hex.replaceAll(' ', ''), 'hex');
const FILE = join(
  process.env.TCPFLOW_CORPUS ?? resolve('..', 'shared', 'corpus'),
  'layers',
  'rfc',
  'rfc8448-1rtt.json',
);

/** RFC 8448 §3: what both sides make at random, and what comes of it. */
const CLIENT_PRIVATE = bytes('49af42ba7f7994852d713ef2784bcbcaa7911de26adc5642cb634540e7ea5005');
const SECRETS = {
  shared: '8bd4054fb55b9d63fdfbacf9f04b9f0d35e6d63f537563efd46272900f89492d',
  early: '33ad0a1c607ec03b09e6cd9893680ce210adf300aa1f2660e1b22e10f170f92a',
  handshake: '1dc826e93606aa6fdc0aadc12f741b01046aa6b99f691ed221a9f0ca043fbeac',
  clientHandshake: 'b3eddb126e067f35a780b3abf45e2d8f3b1a950738f52e9600746a0e27a55a21',
  serverHandshake: 'b67b7d690cc16c4e75e54213cb2d37b4e9c912bcded9105d42befd59d391ad38',
  serverHandshakeKey: '3fce516009c21727d0f2e4e86ee403bc',
  serverHandshakeIv: '5d313eb2671276ee13000b30',
  master: '18df06843d13a08bf2a449844c5f8a478001bc4d4c627984d5a41da8d0402919',
  client: '9e40646ce79a7f9dc05af8889bce6552875afa0b06df0087f792ebb7c17504a5',
  server: 'a11af9f05531f856ad47116b45a950328204b4f44bfb6b3a4b4f1f3fcb631643',
  serverKey: '9f02283b6c9c07efc26bb9f2ac92e356',
  serverIv: 'cf782b88dd83549aadf1e984',
  exporter: 'fe22f881176eda18eb8f44529e6792c50c9a3f89452f68d8ae311b4309d3cf50',
  resumption: '7df235f2031d2a051287d02b0241b0bfdaf86cc856231f2d5aba46c434ec196c',
  psk: '4ecd0eb6ec3b4d87f5d6028f922ca4c5851a277fd41311c9e62d2c9492e1c4f3',
} as const;

describe('TLS: key schedules', () => {
  it('RFC 8448 section 3: every secret from its inputs', function () {
    if (!existsSync(FILE)) {
      console.log(`      ${FILE} is absent: the trace is read where the corpus is`);
      return;
    }
    const trace = JSON.parse(readFileSync(FILE, 'utf8')) as Record<string, string>;
    const message = (name: string): Uint8Array => bytes(trace[name] ?? '');
    const hello = [message('ClientHello'), message('ServerHello')];
    const serverFlight = ['ServerEncryptedExtensions', 'ServerCertificate', 'ServerCertificateVerify'].map(message);
    const digest = (...messages: readonly Uint8Array[]): Uint8Array => hash('sha256', joined(...messages));
    const { content } = decode(message('ServerHello'), { version: 0, kx: undefined });
    const share = content.kind === 'ServerHello' ? content.extensions.find((e) => e.shares)?.shares?.[0] : undefined;
    const shared = x25519(CLIENT_PRIVATE, share?.key ?? new Uint8Array()) ?? new Uint8Array();
    assert.equal(toHex(x25519Base(CLIENT_PRIVATE)), '99381de560e4bd43d23d8e435a7dbafeb3c06e51c13cae4d5413691e529aaf2c');
    const suite = suiteOf(0x1301);
    assert.ok(suite);
    const early = earlySecret('sha256');
    const handshake = handshakeSecret('sha256', early, shared);
    const master = masterSecret13('sha256', handshake);
    const atHello = digest(...hello);
    const clientHandshake = deriveSecret('sha256', handshake, 'c hs traffic', atHello);
    const serverHandshake = deriveSecret('sha256', handshake, 's hs traffic', atHello);
    const toFinished = [...hello, ...serverFlight, message('ServerFinished')];
    const atFinished = digest(...toFinished);
    const server = deriveSecret('sha256', master, 's ap traffic', atFinished);
    const resumption = deriveSecret('sha256', master, 'res master', digest(...toFinished, message('ClientFinished')));
    const found: Record<keyof typeof SECRETS, Uint8Array> = {
      shared,
      early,
      handshake,
      clientHandshake,
      serverHandshake,
      serverHandshakeKey: trafficKeys(suite, serverHandshake).key,
      serverHandshakeIv: trafficKeys(suite, serverHandshake).iv,
      master,
      client: deriveSecret('sha256', master, 'c ap traffic', atFinished),
      server,
      serverKey: trafficKeys(suite, server).key,
      serverIv: trafficKeys(suite, server).iv,
      exporter: deriveSecret('sha256', master, 'exp master', atFinished),
      resumption,
      psk: ticketPsk('sha256', resumption, Uint8Array.of(0, 0)),
    };
    assert.deepEqual(Object.fromEntries(Object.entries(found).map(([name, value]) => [name, toHex(value)])), SECRETS);
    const serverData = verifyData13('sha256', serverHandshake, digest(...hello, ...serverFlight));
    assert.equal(toHex(serverData), toHex(message('ServerFinished').subarray(4)));
    assert.equal(
      toHex(verifyData13('sha256', clientHandshake, atFinished)),
      toHex(message('ClientFinished').subarray(4)),
    );
    for (const name of Object.keys(trace)) {
      const read = decode(message(name), { version: TLS13, kx: undefined });
      assert.equal(read.bad, undefined, name);
      assert.equal(name.replace(/^(?:Server|Client)(?!Hello)/, ''), read.name);
    }
  });

  it('the PRF of TLS 1.2 has the test vector of its authors', () => {
    const secret = bytes('9bbe436ba940f017b17652849a71db35');
    const seed = bytes('a0ba9f936cda311827a6f796ffd5198c');
    const wanted =
      'e3f229ba727be17b8d122620557cd453c2aab21d07c3d495329b52d4e61edb5a' +
      '6b301791e90d35c9c9a46b4e14baf9af0fa022f7077def17abfd3797c0564bab' +
      '4fbc91666e9def9b97fce34f796789baa48082d122ee42c5a72e5a5110fff701' +
      '87347b66';
    assert.equal(toHex(prf('sha256', secret, 'test label', seed, 100)), wanted);
  });
});
