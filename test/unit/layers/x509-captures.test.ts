import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { certificatesOf, isMalformed, isSignedBy, readCertificate } from '../../../src/layers/x509';
import { packetsIn } from '../../kernel/frames';

/** Captures of TLS: beside the checkout, or where TCPFLOW_CORPUS says. */
const FOLDER = join(process.env.TCPFLOW_CORPUS ?? resolve('..', 'shared', 'corpus'), 'layers');

/** TLS 1.2 sends certificates in clear: the server's, and in one capture the client's, each with its CA's. */
const CAPTURES: readonly [file: string, certificates: number][] = [
  ['pcap/tls12-rsa-aes128-cbc-sha', 1],
  ['pcap/tls12-rsa-aes128-gcm', 1],
  ['pcap/tls12-ecdhe-aes256-gcm', 1],
  ['pcap/tls12-ecdhe-chacha', 1],
  ['pcap/tls12-client-cert', 4],
  ['pcap/tls12-resumed', 1],
  ['pcap/tls12-truncated', 1],
  ['pcap/https-http11', 1],
  ['illustrated/tls12-capture', 1],
];

/** Captures in which each certificate's issuer is sent, too. */
const ISSUERS: readonly string[] = ['pcap/tls12-client-cert'];

/** The octets of each direction of each connection, in order: these captures have no losses. */
function streamsOf(file: string): readonly Buffer[] {
  const streams = new Map<string, Buffer[]>();
  for (const { packet } of packetsIn(readFileSync(file))) {
    if (packet.segment.data === undefined) continue;
    const key = [packet.source, packet.sourcePort, packet.destination, packet.destinationPort].join();
    streams.set(key, [...(streams.get(key) ?? []), Buffer.from(packet.segment.data)]);
  }
  return [...streams.values()].map((parts) => Buffer.concat(parts));
}

/** The certificates of a direction: of handshake records in clear, those of messages of type 11 (RFC 5246 §7.4.2). */
function certificatesIn(stream: Buffer): readonly Buffer[] {
  const parts: Buffer[] = [];
  for (let at = 0; at + 5 <= stream.length && stream[at] === 22; at += 5 + stream.readUInt16BE(at + 3)) {
    parts.push(stream.subarray(at + 5, at + 5 + stream.readUInt16BE(at + 3)));
  }
  const handshake = Buffer.concat(parts);
  const found: Buffer[] = [];
  for (let at = 0; at + 4 <= handshake.length; at += 4 + handshake.readUIntBE(at + 1, 3)) {
    const end = at + 4 + handshake.readUIntBE(at + 1, 3);
    if (handshake[at] !== 11) continue;
    for (let one = at + 7; one + 3 <= end; one += 3 + handshake.readUIntBE(one, 3)) {
      found.push(handshake.subarray(one + 3, one + 3 + handshake.readUIntBE(one, 3)));
    }
  }
  return found;
}

describe('certificates in captures', () => {
  for (const [name, count] of CAPTURES) {
    const file = join(FOLDER, `${name}.pcap`);
    if (!existsSync(file)) {
      it(`${name}: the capture is absent here`, () => {
        console.log(`      ${file} is absent: certificates of captures are read where the corpus is`);
      });
      continue;
    }
    it(`${name}: ${String(count)} read as Node reads them`, () => {
      const all = streamsOf(file).flatMap(certificatesIn);
      assert.equal(all.length, count);
      for (const octets of all) {
        const read = readCertificate(new Uint8Array(octets));
        assert.ok(!isMalformed(read));
        const other = new X509Certificate(octets);
        assert.equal(read.subject.text, other.subject.replaceAll('\n', ', '));
        assert.equal(read.issuer.text, other.issuer.replaceAll('\n', ', '));
        assert.deepEqual(
          read.extensions.names?.map((one) => `DNS:${one}`).join(', '),
          other.subjectAltName?.replace(/, IP.*/, ''),
        );
        assert.equal(read.publicKey.kind, other.publicKey.asymmetricKeyType);
        assert.equal(read.notAfter.slice(0, 4), other.validTo.slice(-8, -4));
        const issuer = certificatesOf(all).find(({ subject }) => subject.key === read.issuer.key);
        assert.equal(issuer && isSignedBy(read, issuer), ISSUERS.includes(name) ? true : undefined);
      }
    });
  }
});
