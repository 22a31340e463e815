import assert from 'node:assert/strict';
import { type TapSide, TAPS, exportFlow, readOctets, sightingsIn } from '../../../src/capture';
import { check } from '../../../src/check';
import { createParser } from '../../../src/script';
import * as h2 from '../../../src/layers/h2';
import * as door from '../../../src/layers/tls';
import { NO_LEVELS, type Trace } from '../../../src/trace';
import { encodeSegment, formatFlags, joined, parseAddress } from '../../../src/wire';
import { findingText } from '../../../src/words/finding';
import { type Say, english, sayIn } from '../../../src/words/words';
import { libraryFlows } from '../library';
import { some } from '../share';

function traceOf(text: string): Trace {
  const wishes = { profile: 'rfc9293', levels: NO_LEVELS, tls: { door, recall: door.newRecall() }, h2 };
  return check(createParser().parse(text), undefined, undefined, wishes);
}

function exported(trace: Trace, tap: TapSide = 'client', say: Say = english): Uint8Array {
  return joined(...exportFlow(trace, tap, { say, finding: (f) => findingText(f, say) }).pieces());
}

/** The frames as lines: `0 sent SYN 1000 len=0`; comments behind `#`. */
function told(file: Uint8Array): string[] {
  const capture = readOctets(file);
  assert.equal(capture.problem, undefined);
  return sightingsIn(capture, file).map(({ frame, at, direction, packet, icmp }) => {
    const comments = capture.comments.filter((c) => c.frame === frame).map((c) => ` # ${c.text}`);
    const { segment, checksum } = packet ?? {};
    const what =
      segment === undefined
        ? `icmp ${icmp?.type}/${icmp?.code} ${icmp?.rest} about ${icmp?.seq}`
        : `${formatFlags(segment.flags)} ${segment.seq} len=${segment.len}${checksum === true ? '' : ' bad'}`;
    return `${at} ${direction} ${what}${comments.join('')}`;
  });
}

const HOSTS = `flow "One lost segment"
host client 10.0.0.1:49152 isn=1000
host server 10.0.0.2:80 isn=5000
`;

const LOST = `${HOSTS}section "Opening"
client -> server SYN
server -> client SYN,ACK
client -> server ACK
section "Data"
note "One of two is lost"
+10ms client -x server PSH,ACK len=100
+1s client -> server PSH,ACK seq=1001 "${'x'.repeat(100)}"
server -> client ACK
+1ms server -x client PSH,ACK "hi"
`;

const AGAIN =
  'Line 11: A retransmission: client sends again what it has sent before, from 1001 on. [flow/retransmission]';

describe('a flow as pcapng', () => {
  it("has what the client's tap sees: a segment that it loses, and none that the server loses", () => {
    const [head, ...rest] = told(exported(traceOf(LOST)));
    assert.equal(head, '0 sent SYN 1000 len=0 # Opening');
    assert.deepEqual(rest, [
      '0 received SYN,ACK 5000 len=0',
      '0 sent ACK 1001 len=0',
      '10000 sent PSH,ACK 1001 len=100 # Data # One of two is lost # Lost on the path.',
      `1010000 sent PSH,ACK 1001 len=100 # ${AGAIN}`,
      '1010000 received ACK 5001 len=0',
    ]);
  });

  it('has a segment whose fate is open as later lines show it: arrived, lost, late, or not told', () => {
    const flow = (last: string): Trace =>
      traceOf(`${HOSTS}client -> server SYN
server -> client SYN,ACK
client -> server ACK
client ?> server PSH,ACK len=50
${last}`);
    const data = (trace: Trace, tap: TapSide): string[] =>
      told(exported(trace, tap))
        .slice(3)
        .map((line) => line.replace(/^\d+ /, '').replace(/ # Payload.*| # The flow.*| # Line.*/, ''));
    const sent = 'sent PSH,ACK 1001 len=50';
    const received = 'received PSH,ACK 1001 len=50';
    const undecided = flow('');
    assert.deepEqual(data(undecided, 'client'), [`${sent} # It can’t be told whether it arrives.`]);
    assert.deepEqual(data(undecided, 'server'), [`${received} # It can’t be told whether it arrives.`]);
    const arrived = flow('server -> client ACK ack=1051');
    assert.deepEqual(data(arrived, 'client'), [sent, 'received ACK 5001 len=0']);
    assert.deepEqual(data(arrived, 'server'), [received, 'sent ACK 5001 len=0']);
    const lost = flow('server -> client PSH,ACK ack=1001 len=10');
    assert.deepEqual(data(lost, 'client'), [`${sent} # Lost on the path.`, 'received PSH,ACK 5001 len=10']);
    assert.deepEqual(data(lost, 'server'), ['sent PSH,ACK 5001 len=10']);
    const late = flow('server -> client PSH,ACK ack=1001 len=10\nserver -> client ACK ack=1051 seq=5011');
    assert.deepEqual(data(late, 'client'), [sent, 'received PSH,ACK 5001 len=10', 'received ACK 5011 len=0']);
    assert.deepEqual(data(late, 'server'), ['sent PSH,ACK 5001 len=10', received, 'sent ACK 5011 len=0']);
  });

  it("has what the server's tap sees", () => {
    assert.deepEqual(
      told(exported(traceOf(LOST), 'server')).map((line) => line.replace(/^\d+ /, '')),
      [
        'received SYN 1000 len=0 # Opening',
        'sent SYN,ACK 5000 len=0',
        'received ACK 1001 len=0',
        `received PSH,ACK 1001 len=100 # Data # One of two is lost # ${AGAIN}`,
        'sent ACK 5001 len=0',
        'sent PSH,ACK 5001 len=2 # Lost on the path.',
      ],
    );
  });

  it('says in its head what the flow does not: payload, times', () => {
    const text = `${HOSTS}client -> server SYN\nserver -> client SYN,ACK\nclient -> server PSH,ACK len=5\n`;
    const head = (say: Say): string[] =>
      readOctets(exported(traceOf(text), 'client', say))
        .comments.filter(({ frame }) => frame === 0)
        .map((c) => c.text);
    assert.deepEqual(head(english), [
      'One lost segment',
      'The flow has no times: its segments are 10 ms apart here.',
      'Payload octets that the flow does not give are zeros, in frames 3.',
    ]);
    assert.deepEqual(head(sayIn('zh-cn')), [
      'One lost segment',
      '此流程没有时间：这里各报文段间隔 10 毫秒。',
      '流程未给出的载荷字节一律为零，见帧 3。',
    ]);
    assert.deepEqual(
      told(exported(traceOf(text))).map((line) => line.split(' ')[0]),
      ['0', '10000', '20000'],
    );
  });

  it('has findings as comments, with line and rule', () => {
    const lines = told(exported(traceOf(`${HOSTS}client -> server SYN\nserver -> client SYN,ACK ack=1000\n`)));
    assert.match(lines[1] ?? '', /# Line 5: .+ \[tcp\/synack-ack\]$/);
  });

  it('keeps a checksum, ECN and identification that the flow gives', () => {
    const file = exported(traceOf(`${HOSTS}client -> server SYN checksum=1 ecn=ce id=777 dscp=10 violates\n`));
    const [seen] = sightingsIn(readOctets(file), file);
    assert.deepEqual([seen?.packet?.checksum, seen?.packet?.ecn, seen?.packet?.identification], [false, 3, 777]);
  });

  it('counts identifications for each host, also of segments that this tap does not see', () => {
    const file = exported(traceOf(LOST), 'server');
    const ids = sightingsIn(readOctets(file), file).map((s) => [s.from, s.packet?.identification]);
    assert.deepEqual(ids, [
      ['client', 1],
      ['server', 1],
      ['client', 2],
      ['client', 4],
      ['server', 2],
      ['server', 3],
    ]);
  });

  it('has a forged segment at the tap of its receiver only', () => {
    const text = `${HOSTS}client -> server SYN\nserver -> client SYN,ACK\nclient -> server ACK\nattacker -> server RST seq=1001 spoofing client\n`;
    const trace = traceOf(text.replace('host server', 'host attacker 10.0.0.9\nhost server'));
    assert.equal(told(exported(trace, 'server')).length - told(exported(trace)).length, 1);
  });

  it('has an ICMP error that quotes the segment, over IPv4 and IPv6', () => {
    const text = `client -> server SYN\nclient icmp fragmentation-needed mtu=1280\n`;
    assert.deepEqual(told(exported(traceOf(HOSTS + text)))[1]?.slice(0, 42), '10000 received icmp 3/4 1280 about 1000');
    const six = HOSTS.replace('10.0.0.1:49152', '[2001:db8::1]:49152').replace('10.0.0.2:80', '[2001:db8::2]:80');
    assert.deepEqual(told(exported(traceOf(six + text)))[1], '10000 received icmp 2/0 1280 about 1000');
  });

  it('has a SYN behind the path with the MSS that the path leaves it', () => {
    const text = `${HOSTS}link client server clamp=1360\nclient -> server SYN <mss 1460>\n`;
    const mss = TAPS.map((tap) => {
      const file = exported(traceOf(text), tap);
      return sightingsIn(readOctets(file), file)[0]?.packet?.segment.options.mss;
    });
    assert.deepEqual(mss, [1460, 1360]);
  });

  it('of a flow without segments is a file without frames', () => {
    assert.deepEqual(told(exported(traceOf('note "nothing"\n'))), []);
  });

  for (const tap of TAPS) {
    it(`of each flow of the library reads back as its segments, at the ${tap}'s tap`, () => {
      for (const { id, text } of some(libraryFlows(), 3)) {
        const trace = traceOf(text);
        const file = exported(trace, tap, sayIn('zh-cn'));
        const capture = readOctets(file);
        assert.equal(capture.problem, undefined, id);
        const sightings = sightingsIn(capture, file);
        assert.equal(sightings.length, capture.counts.frames, id);
        // Each packet is one that the flow sends: the same ports, numbers and payload.
        const sent = new Set(trace.steps.flatMap((s) => ('sent' in s ? [keyOf(s.sent.segment)] : [])));
        // The path may change an octet, or lower the MSS of a SYN.
        const changes = trace.steps.some((s) => 'sent' in s && s.sent.altered !== undefined) || text.includes('clamp=');
        for (const { packet } of sightings) {
          if (packet === undefined || changes) continue;
          const { segment } = packet;
          assert.ok(sent.has(keyOf(segment)), `${id}: ${formatFlags(segment.flags)} ${segment.seq}`);
        }
        const wantsTap = (s: Trace['steps'][number]): boolean => s.kind === 'segment' && s.fate === 'arrived';
        if (trace.steps.some(wantsTap)) assert.ok(sightings.length > 0, id);
      }
    });
  }
});

/** The octets of a segment on an arbitrary path; payload that is not known counts as zeros. */
function keyOf(segment: Parameters<typeof encodeSegment>[0]): string {
  const address = parseAddress('10.0.0.1') ?? new Uint8Array(4);
  const path = { source: address, destination: address, sourcePort: 1, destinationPort: 2 };
  const { raw: _, ...rest } = segment;
  return [...encodeSegment(rest, path)].join();
}
