/** The flows for visual review. */
import { readFileSync } from 'node:fs';
import { EYES, type Eyes, type Show } from '../../src/diagram/arrange';
import { translated } from '../../src/editor/library/story';
import type { Tab } from '../../src/panel/tabs';
import { createParser } from '../../src/script/parser';
import { capturedFlow } from './capture';

export interface Looked {
  readonly name: string;
  readonly text: string;
  /** The current step, from 1; the last one if absent. */
  readonly step?: number;
  /** Segments, messages or both; both where none is named. */
  readonly show?: Show;
  /** Whose eyes read; the wire's where none are named. */
  readonly eyes?: Eyes;
  /** The tab below the diagram; that of the endpoints where none is named. */
  readonly tab?: Tab;
}

const FOLDER = 'media/scenarios';

/** A flow of the library in the given language. */
export function fromLibrary(theme: string, id: string, language: string): string {
  const english = readFileSync(`${FOLDER}/${theme}/${id}.tcpflow`, 'utf8');
  if (language === 'en') return english;
  const table = JSON.parse(readFileSync(`${FOLDER}/zh-cn/${id}.json`, 'utf8')) as Record<string, string>;
  return translated(createParser().parse(english), table);
}

const FINDINGS = `flow "Three findings"
host client 10.0.0.1:49152 isn=1000
host server 10.0.0.2:80 isn=5000
client -> server SYN seq=x <mss 1460, wscale 7, sackok>
server -> client SYN,ACK seq=y ack=x <mss 1460, wscale 7, sackok>
client -> server ACK seq=x+1 ack=y+2
client -> server PSH,ACK "GET / HTTP/1.0\\r\\n\\r\\n"
server -> client ACK ack=x+18
`;

/** A response of which a segment is lost, then two requests in one segment and their responses. */
const HTTP = `flow "HTTP with a lost segment"
host client 10.0.0.1:49152
host server 10.0.0.2:80
client -> server SYN seq=x
server -> client SYN,ACK seq=y
client -> server ACK
client => server http GET /index.html {Accept: text/html}
server send http 200 len=5000
server -> client ACK len=1460
server -x client ACK len=1460
server -> client ACK len=1460
client -> server ACK
server -> client ACK len=661
client -> server ACK
server -> client ACK len=1460 seq=y+1461
client -> server ACK
client -> server PSH,ACK http GET /a + GET /b
server -> client PSH,ACK http 404 + 200 chunked=5+6
client ~> server PSH,ACK http POST /form "a=1&b=2" as p
wait 10ms
deliver p
`;

/** A segment that could not be sent, as the handshake before it lacks its last one; a state that is expected wrongly. */
const NOT_SENT = `flow "Not sent"
host client 10.0.0.1:49152 isn=1000
host server 10.0.0.2:80 isn=5000
client -> server SYN seq=x
server -> client SYN,ACK seq=y
server -> client PSH,ACK "too soon"
expect server SYN-RECEIVED
client -> server ACK
expect client ESTABLISHED, server ESTABLISHED
`;

/** HTTPS over TLS 1.2 with RSA, whose secrets both ends have and the wire lacks. */
const HTTPS = `flow "HTTPS"\n${readFileSync('test/fixtures/flows/https.tcpflow', 'utf8')}`;

/** The flows that are reviewed after every change of the drawing, in this order. */
export function looked(language: string): Looked[] {
  const flows: Looked[] = [
    { name: 'handshake', text: fromLibrary('opening', 'handshake', language) },
    { name: 'close', text: fromLibrary('closing', 'close', language), step: 20 },
    { name: 'last-ack-lost', text: fromLibrary('closing-trouble', 'last-ack-lost', language), step: 12 },
    { name: 'simultaneous-close', text: fromLibrary('closing', 'simultaneous-close', language), step: 12 },
    { name: 'reordering', text: fromLibrary('data', 'data-reordered', language), step: 11 },
    { name: 'findings', text: FINDINGS, step: 2 },
    { name: 'http-both', text: HTTP, step: 5, tab: 'message' },
    { name: 'http-messages', text: HTTP, step: 9, show: 'messages', tab: 'message' },
  ];
  for (const eyes of EYES) flows.push({ name: `https-eyes-${eyes}`, text: HTTPS, step: 8, eyes, tab: 'message' });
  flows.push({ name: 'https-messages', text: HTTPS, step: 5, show: 'messages', tab: 'message' });
  flows.push({ name: 'https-secrets', text: HTTPS, step: 6, tab: 'secrets' });
  flows.push(
    { name: 'burst', text: fromLibrary('played', 'sliding-window', language), step: 6, tab: 'states' },
    { name: 'not-sent', text: NOT_SENT, step: 3 },
    { name: 'states', text: fromLibrary('closing', 'close', language), step: 16, tab: 'states' },
    { name: 'header', text: fromLibrary('path', 'pmtu-black-hole', language), step: 8, tab: 'header' },
    { name: 'queues', text: fromLibrary('opening-trouble', 'syn-queue', language), step: 12 },
    { name: 'borders', text: fromLibrary('data', 'stream-without-borders', language), step: 10 },
    { name: 'rto', text: fromLibrary('played', 'rto-by-row', language), step: 12 },
    { name: 'linux', text: fromLibrary('closing-trouble', 'time-wait-linux', language), step: 14 },
    { name: 'unreachable', text: fromLibrary('path', 'drop-reject-unreachable', language), step: 8 },
  );
  const long = capturedFlow('bulk5k-clean');
  if (long !== undefined) flows.push({ name: 'captured', text: long, step: 2600 });
  return flows;
}
