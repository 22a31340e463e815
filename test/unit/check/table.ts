/**
 * Tables of short flows in one file. Each flow begins with a heading:
 *
 *     ### tcp/ack-plus-one breaks after established
 *
 * The word after `after` names a prelude: lines that are played before the flow.
 */
import { readFileSync } from 'node:fs';

export interface Flow {
  /** The rule's id, such as `tcp/ack-plus-one`, or the title of a case. */
  readonly id: string;
  readonly verdict: 'keeps' | 'breaks' | undefined;
  readonly text: string;
}

const HOSTS = ['host A isn=100', 'host B isn=300'];
const HANDSHAKE = ['A -> B SYN seq=x', 'B -> A SYN,ACK seq=y ack=x+1', 'A -> B ACK seq=x+1 ack=y+1'];

/** A handshake as the pages of rules show it. */
const OPENED = [
  'client -> server  SYN      seq=x',
  'server -> client  SYN,ACK  seq=y    ack=x+1',
  'client -> server  ACK      seq=x+1  ack=y+1',
];

/** States to begin in; each is built from the one before, as connections are. */
const ESTABLISHED = [...HOSTS, ...HANDSHAKE];
const HALF_CLOSED = [...ESTABLISHED, 'A -> B FIN,ACK', 'B -> A ACK'];
const CROSSED = [...ESTABLISHED, 'A ~> B FIN,ACK as fin', 'B -> A FIN,ACK', 'deliver fin'];
const hostsWith = (settings: string): string[] => HOSTS.map((host) => `${host} ${settings}`);
const STAMPED = [
  'A -> B SYN seq=x <mss 1460, ts 5 0>',
  'B -> A SYN,ACK seq=y ack=x+1 <mss 1460, ts 7 5>',
  'A -> B ACK seq=x+1 ack=y+1 <ts 6 7>',
];
const MARKED = ['A -> B SYN,ECE,CWR seq=x', 'B -> A SYN,ACK,ECE seq=y ack=x+1', 'A -> B ACK seq=x+1 ack=y+1'];
/** A round trip takes 10 ms, so that the RTO is the least one, one second. */
const IN_TIME = [
  ...HOSTS,
  '@0s A -> B SYN seq=x',
  '+10ms B -> A SYN,ACK seq=y ack=x+1',
  '+10ms A -> B ACK seq=x+1 ack=y+1',
];
const CLOSED_IN_TIME = [...IN_TIME, '+10ms A -> B FIN,ACK', '+10ms B -> A ACK', '+10ms B -> A FIN,ACK'];
/** TLS up to a message; the preludes end with a segment of the client or the server. */
const tlsOver = (client: string, server: string, ...flights: readonly string[]): string[] => [
  `host client ${client}`,
  `host server ${server}`,
  ...OPENED,
  ...flown('client', flights),
];
const flown = (client: string, flights: readonly string[]): string[] =>
  flights.map((said, i) => `${i % 2 === 0 ? `${client} -> server` : `server -> ${client}`}  PSH,ACK  tls ${said}`);
/** A connection of TLS, and a second one of the same hosts, which is open. */
const tlsAgain = (client: string, server: string, ...flights: readonly string[]): string[] => [
  `host client ${client}`,
  `host server ${server}`,
  ...OPENED.map((line) => line.replace('client', 'client:50001')),
  ...flown('client:50001', flights),
  ...OPENED.map((line) => line.replace('client', 'client:50002')),
];
const WITH_RSA = ['tls=1.2', 'tls=1.2 suites=RSA_WITH_AES_128_GCM_SHA256'] as const;
const FLIGHTS12 = [
  'ClientHello',
  'ServerHello + Certificate + ServerHelloDone',
  'ClientKeyExchange + ChangeCipherSpec + Finished',
  'ChangeCipherSpec + Finished',
];
const FLIGHTS13 = [
  'ClientHello',
  'ServerHello + EncryptedExtensions + Certificate + CertificateVerify + Finished',
  'Finished',
];

/** Both ends of HTTP/2 behind their settings. */
const FRAMED = [
  ...OPENED,
  'client -> server PSH,ACK h2 PREFACE + SETTINGS',
  'server -> client PSH,ACK h2 SETTINGS + SETTINGS ack',
  'client -> server PSH,ACK h2 SETTINGS ack',
];

export const PRELUDES: Readonly<Record<string, readonly string[]>> = {
  opened: OPENED,
  hosts: HOSTS,
  established: ESTABLISHED,
  'half-closed': HALF_CLOSED,
  'both-closed': [...HALF_CLOSED, 'B -> A FIN,ACK'],
  'crossed-fins': CROSSED,
  over: [...HALF_CLOSED, 'B -> A FIN,ACK', 'A -> B ACK'],
  'with-sack': [...hostsWith('sack'), ...HANDSHAKE],
  'with-timestamps': [...hostsWith('timestamps'), ...STAMPED],
  'with-ecn': [...hostsWith('ecn'), ...MARKED],
  'in-time': IN_TIME,
  'both-closed-in-time': CLOSED_IN_TIME,
  'tls12-hello': tlsOver(...WITH_RSA, ...FLIGHTS12.slice(0, 1)),
  'tls12-flight': tlsOver(...WITH_RSA, ...FLIGHTS12.slice(0, 2)),
  tls12: tlsOver(...WITH_RSA, ...FLIGHTS12),
  'tls12-ecdhe': tlsOver('tls=1.2', 'tls=1.2 suites=ECDHE_RSA_WITH_AES_128_GCM_SHA256', ...FLIGHTS12.slice(0, 1)),
  'tls12-again': tlsAgain(...WITH_RSA, ...FLIGHTS12),
  'tls13-again': tlsAgain('seed=1', 'seed=2', ...FLIGHTS13, 'NewSessionTicket'),
  'tls13-hello': tlsOver('seed=1', 'seed=2', ...FLIGHTS13.slice(0, 1)),
  'tls13-flight': tlsOver('seed=1', 'seed=2', ...FLIGHTS13.slice(0, 2)),
  tls13: tlsOver('seed=1', 'seed=2', ...FLIGHTS13),
  h2: FRAMED,
  'h2-asked': [...FRAMED, 'client -> server PSH,ACK h2 HEADERS 1 GET / end'],
  'h2-open': [...FRAMED, 'client -> server PSH,ACK h2 HEADERS 1 POST /'],
  'h2-sealed': tlsOver('seed=1 alpn=h2', 'seed=2 alpn=h2', ...FLIGHTS13),
  'h2-weak': tlsOver(`${WITH_RSA[0]} alpn=h2`, `${WITH_RSA[1]} alpn=h2`, ...FLIGHTS12),
  'tls13-retry': tlsOver('seed=1', 'seed=2', 'ClientHello key-share=none', 'HelloRetryRequest'),
};

const HEADING = /^### (\S+)(?: (keeps|breaks))?(?: after (\S+))?\s*$/;

export function flowsOf(text: string): Flow[] {
  const flows: { id: string; verdict: Flow['verdict']; lines: string[] }[] = [];
  for (const line of text.split('\n')) {
    const heading = HEADING.exec(line);
    if (heading !== null) {
      const [, id = '', verdict, prelude] = heading;
      const before = prelude === undefined ? [] : PRELUDES[prelude];
      if (before === undefined) throw new Error(`no prelude ${prelude ?? ''}`);
      flows.push({ id, verdict: verdict as Flow['verdict'], lines: [...before] });
    } else if (line.startsWith('###')) throw new Error(`not a heading: ${line}`);
    else flows.at(-1)?.lines.push(line);
  }
  return flows.map(({ id, verdict, lines }) => ({ id, verdict, text: lines.join('\n').trimEnd() }));
}

export function flowsIn(file: string): Flow[] {
  return flowsOf(readFileSync(`test/fixtures/flows/${file}`, 'utf8'));
}
