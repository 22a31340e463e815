import { parseLine } from '../../../src/script/line';
import type { Expr, Line, SegmentStatement, Statement, SyntaxFinding } from '../../../src/script/syntax';

/** A valid line of every statement, and of each of its clauses and forms. */
export const SAMPLES: readonly string[] = [
  'flow "Open, ask, answer, close"',
  'section "Data" # comment',
  'note "everyone"',
  'note over client:50001, server "two\\r\\n"',
  'profile rfc9293',
  'variant two-way-handshake',
  'host client 10.0.0.1:49152  isn=1000 mss=1460 window=64240',
  'host server [2001:db8::1]:80, wscale=7, sack, timestamps=off ecn fastopen=on msl=2min',
  'host server 2001:db8::1 rto=1.5s syn-retries=6 delayed-ack=40ms keepalive=2h wscale',
  'let offset = (x + 0x1F) - 2',
  '+200ms client:50001 -> server:80 SYN,ACK seq=x+1 ack=(y+1)-z win=65535 urg=1 len=5 "GET /\\x00\\u{4e2d}"',
  '@1.5s client -x server [SYN, ACK] <mss 1460, wscale 7, sackok, ts 100 0, sack 1..2 x+1..x+4, fastopen 00ff>',
  'client ~> server seq=client.snd.nxt SYN+ACK as first',
  'client -> server FIN/ACK resend first spoofing mallory violates tcp/ack-beyond-sent, seq-gap',
  'client -> server []  <>',
  'client -> server PSH,ACK checksum=0xBEEF doff=5, reserved=x+1 ecn=ect0 "a" <mss 1460, raw 0304>',
  'deliver first',
  'drop first',
  '+30ms deliver first',
  'duplicate first',
  'server listen',
  'client connect server:80',
  'client send 1460',
  'client send server "hello"',
  'server receive client:50001 5',
  'client close',
  'client abort',
  '@2s client:50001 send server "hello"',
  'client icmp port-unreachable',
  'given client:50001 SYN_RECEIVED snd.una=x snd.nxt=x+1, rcv.nxt=5000 wscale=off sack timestamps=on rto=1.5s',
  'given client ESTABLISHED snd.wnd=64240 mss=1460 wscale=7 ecn idle=2h',
  'server forgets',
  '+1s client:50001 forgets server:80',
  'client -> server PSH,ACK len=5 supposed',
  'client ?> server ACK frame 53, 61 as a',
  'capture "x.pcapng" connection=3, tap=client frames=cut',
  '+1s client:50001 icmp time-exceeded server',
  'run',
  'run until client ESTABLISHED, server.rcv.nxt = y+1',
  'run for 1.5s',
  'lose next SYN,ACK from server:80',
  'delay 3rd data from client by 300ms',
  'duplicate every 10th from client',
  'duplicate next from client',
  'link client server:80 delay=20ms, rate=1.5Mbit loss=3,7,12',
  '+5ms client => server:80 "hello\\n"',
  'client => server len=5000',
  'wait 2MSL',
  'wait 200ms',
  'expect client ESTABLISHED, server:80 SYN_RECEIVED',
  'expect client.rcv.nxt = y+1, server owes SYN,ACK, client owes nothing',
  '客户端 -> 服务器 SYN seq=x',
  'certificate root "Example CA" ca from 2025-01-01 until 2030-12-31',
  'certificate shop "shop.example, 10.0.0.2" by root key=ring2',
  'host server certificate=shop trusts=root+shop',
  'today 2026-03-01',
  'leak server',
  'keylog "CLIENT_RANDOM 00 01"',
  'task "Close the connection."',
  'goal client CLOSED, server.rcv.nxt = x+1, wire lacks plaintext',
  'goal client:50001 -> server FIN,ACK',
  'goal server -x client data',
  'goal without tcp/isn-predictable, ack-plus-one',
  'goal breaks ack-plus-one',
  'goal keep',
  'explore lose 2 SYN from client, delay 1 data, duplicate 1, client:50001 connect server: opens',
  'explore crash server 1, forge 1 blind spoofing client, forge 2 guessed, isn repeats, server send 5: no-deadlock',
  'explore client close, server receive 5: never server ESTABLISHED with client.rcv.nxt = y+1',
  'explore: finally client CLOSED, server LISTEN',
  '@1s client => server tls',
  'client => server https GET /',
  'client -> server PSH,ACK https GET /a + GET /b',
  'expect client knows master-secret, wire lacks plaintext, server owes tls ServerHello + Certificate',
  'run until wire knows client-random',
  'client -> server PSH,ACK http/2 GET / + h2 PING',
  'client -> server h2 PREFACE + SETTINGS {MAX_CONCURRENT_STREAMS: 100, 0x9: 1} + HEADERS 1 GET /a {accept: text/html} end',
  'server send h2 SETTINGS ack + HEADERS 1 200 + DATA 1 len=5 + HEADERS 1 {grpc-status: 0} end',
  'server -> client h2 GOAWAY 5 NO_ERROR "bye" + RST_STREAM 3 0x8 + WINDOW_UPDATE {INCREMENT: 9} ack=y+1',
  'server => client http 200 "b" stream=3',
  'h1 -> h2 SYN',
  'h1 send h2 5',
  'expect client h2 1 half-closed-local, server h2 GOING, server owes h2 SETTINGS ack',
];

export function segment(text: string): SegmentStatement {
  return statement(text, 'segment');
}

export function statement<K extends Statement['kind']>(text: string, kind: K): Extract<Statement, { kind: K }> {
  const found = parseLine(text).statement;
  if (!isKind(found, kind)) throw new Error(`${text}: ${found?.kind ?? 'nothing'} in place of ${kind}`);
  return found;
}

function isKind<K extends Statement['kind']>(s: Statement | undefined, kind: K): s is Extract<Statement, { kind: K }> {
  return s?.kind === kind;
}

export function errors(line: Line): readonly SyntaxFinding[] {
  return line.findings.filter((f) => f.level === 'error');
}

/** An expression with all parentheses. */
export function show(expr: Expr | undefined): string {
  switch (expr?.kind) {
    case undefined:
      return '';
    case 'number':
      return String(expr.value);
    case 'name':
      return expr.name;
    case 'variable':
      return `${expr.who.host.text}${expr.who.port ? `:${expr.who.port.value}` : ''}.${expr.variable.text}`;
    case 'sum':
      return `(${show(expr.left)}${expr.op}${show(expr.right)})`;
  }
}

/** The line after the fix of a finding. */
export function fixed(text: string, finding: SyntaxFinding | undefined): string | undefined {
  if (finding?.fix === undefined) return undefined;
  const edits = [...finding.fix.edits].sort((a, b) => b.start - a.start);
  return edits.reduce((t, e) => t.slice(0, e.start) + e.newText + t.slice(e.end), text);
}
