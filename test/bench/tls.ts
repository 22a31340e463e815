/** Measures handshakes of TLS beside an operation with a private RSA key, and keystrokes in and behind a handshake. */
import { check } from '../../src/check/check';
import type { Wishes } from '../../src/check/checked';
import { rsaSign } from '../../src/layers/crypto';
import * as door from '../../src/layers/tls';
import { ringKey } from '../../src/layers/x509';
import { createParser } from '../../src/script/parser';
import { NO_LEVELS } from '../../src/trace';
import { median, time } from './measure';

export interface TlsFigures {
  readonly what: string;
  /** Both ends of a handshake that nobody has computed before, with HTTP inside. */
  readonly handshakeMs: number;
  /** An operation with a private key of 2,048 bits. */
  readonly signMs: number;
  /** Keystrokes to their findings. */
  readonly behindMs: number;
  readonly helloMs: number;
  /** Operations of cryptography that a keystroke behind the handshake needs: those that are not recalled. */
  readonly behindOperations: number;
}

const OPEN = ['client -> server SYN', 'server -> client SYN,ACK', 'client -> server ACK'];
const FLOWS: readonly (readonly [what: string, settings: string, flights: readonly string[]])[] = [
  [
    'TLS 1.2, RSA',
    'tls=1.2 suites=TLS_RSA_WITH_AES_128_CBC_SHA',
    [
      'ClientHello',
      'ServerHello + Certificate + ServerHelloDone',
      'ClientKeyExchange + ChangeCipherSpec + Finished',
      'ChangeCipherSpec + Finished',
    ],
  ],
  [
    'TLS 1.2, ECDHE',
    'tls=1.2 suites=TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256',
    [
      'ClientHello',
      'ServerHello + Certificate + ServerKeyExchange + ServerHelloDone',
      'ClientKeyExchange + ChangeCipherSpec + Finished',
      'ChangeCipherSpec + Finished',
    ],
  ],
  [
    'TLS 1.3',
    'tls=1.3',
    ['ClientHello', 'ServerHello + EncryptedExtensions + Certificate + CertificateVerify + Finished', 'Finished'],
  ],
];

function flow(settings: string, flights: readonly string[], seed: number): string[] {
  const sides = ['client -> server', 'server -> client'];
  const said = flights.map((flight, i) => `${sides[i % 2] ?? ''} PSH,ACK tls ${flight}`);
  // The client speaks next, behind its own flight, too.
  return [
    `host client ${settings} seed=c${seed}`,
    `host server ${settings} seed=s${seed}`,
    ...OPEN,
    ...said,
    'client -> server PSH,ACK http GET /',
    'server -> client PSH,ACK http 200 "a"',
  ];
}

const wishesWith = (recall: door.Recall): Wishes => ({ profile: 'rfc9293', levels: NO_LEVELS, tls: { door, recall } });

export function tlsTimes(runs: number): TlsFigures[] {
  const key = ringKey('ring1');
  return FLOWS.map(([what, settings, flights]) => {
    const [handshakes, signs]: [number[], number[]] = [[], []];
    // Keys of the ring and certificates are the same for all flows: only what a connection draws is new.
    const recall = door.newRecall(64 * 2 ** 20);
    for (let i = -3; i < runs; i++) {
      const { ms } = time(() => {
        check(createParser().parse(flow(settings, flights, i).join('\n')), undefined, undefined, wishesWith(recall));
      });
      const sign = time(() => rsaSign(key, 'sha256', new Uint8Array([i & 255]))).ms;
      if (i < 0) continue;
      handshakes.push(ms);
      signs.push(sign);
    }
    return { what, handshakeMs: median(handshakes), signMs: median(signs), ...keystrokes(settings, flights) };
  });
}

/** The number of keystrokes of a kind that are measured, after a fifth of them that is not. */
const EDITS = 20;

function keystrokes(
  settings: string,
  flights: readonly string[],
): Pick<TlsFigures, 'behindMs' | 'helloMs' | 'behindOperations'> {
  const lines = flow(settings, flights, 0);
  const recall = door.newRecall(64 * 2 ** 20);
  const wishes = wishesWith(recall);
  const parser = createParser();
  let trace = check(parser.parse(lines.join('\n')), undefined, undefined, wishes);
  const edited = (at: number, line: string): number => {
    const { value, ms } = time(() => {
      const script = parser.change(at, lines.length - at - 1, [line]);
      return script && check(script, trace, undefined, wishes);
    });
    if (value === undefined) throw new Error('the parser takes no lines');
    trace = value;
    return ms;
  };
  const last = lines.length - 1;
  const hello = 5;
  edited(last, `${lines[last] ?? ''} `);
  const before = recall.results.size;
  edited(last, lines[last] ?? '');
  const behindOperations = recall.results.size - before;
  const [behind, inHello]: [number[], number[]] = [[], []];
  for (let i = -EDITS / 5; i < EDITS; i++) {
    const b = edited(last, `${lines[last]?.slice(0, -2) ?? ''}${i + EDITS}"`);
    edited(last, lines[last] ?? '');
    // Each value of the random number makes another connection.
    const h = edited(hello, `${lines[hello] ?? ''} random=${(i + EDITS).toString(16).padStart(64, '0')}`);
    edited(hello, lines[hello] ?? '');
    if (i < 0) continue;
    behind.push(b);
    inHello.push(h);
  }
  return { behindMs: median(behind), helloMs: median(inHello), behindOperations };
}
