import { strict as assert } from 'node:assert';
import { check } from '../../../src/check/check';
import { createParser } from '../../../src/script/parser';

function findings(text: string): string[] {
  return check(createParser().parse(text))
    .findings.filter((f) => f.level !== 'hint')
    .map((f) => `${f.line + 1} ${f.level} ${f.rule}`);
}

/** What kernels do in opening, on a few lines each. */
describe('opening, as kernels do it', () => {
  it('Fast Open: the SYN,ACK counts data on the SYN, and the server answers in SYN-RECEIVED', () => {
    const text = [
      'client -> server SYN seq=100 len=600 <mss 1460, fastopen 8899aabbccddeeff>',
      'server -> client SYN,ACK seq=500 ack=701 <mss 1460>',
      'expect server.rcv.nxt = 701, server SYN-RECEIVED',
      'server -> client PSH,ACK seq=501 ack=701 len=400',
      'client -> server ACK seq=701 ack=901',
      'expect server ESTABLISHED, client ESTABLISHED',
    ].join('\n');
    assert.deepEqual(findings(text), []);
  });

  it('without a cookie, data waits for the end of the handshake', () => {
    const text = [
      'client -> server SYN seq=100',
      'server -> client SYN,ACK seq=500 ack=101',
      'server -> client PSH,ACK seq=501 ack=101 len=400',
    ].join('\n');
    assert.deepEqual(findings(text), ['3 error tcp/data-in-syn-received']);
  });

  it('a SYN,ACK that comes again behind the last ACK draws a warning, and the connection goes on', () => {
    const text = [
      'client -> server SYN seq=100',
      'server -> client SYN,ACK seq=500 ack=101',
      'client -> server ACK seq=101 ack=501',
      'server -> client SYN,ACK seq=500 ack=101',
      'client -> server ACK seq=101 ack=501',
      'client -> server PSH,ACK seq=101 ack=501 len=7',
      'server -> client ACK seq=501 ack=108',
    ].join('\n');
    assert.deepEqual(findings(text), ['4 warning tcp/syn-in-synchronized']);
  });
});

describe('one four-tuple, several connections', () => {
  const opened = (x: number, y: number): string[] => [
    `client -> server SYN seq=${x}`,
    `server -> client SYN,ACK seq=${y} ack=${x + 1}`,
    `client -> server ACK seq=${x + 1} ack=${y + 1}`,
    'expect client ESTABLISHED, server ESTABLISHED',
  ];
  const aborted = (x: number, y: number): string[] => [
    `client -> server RST,ACK seq=${x + 1} ack=${y + 1}`,
    'expect client CLOSED, server CLOSED',
  ];

  for (const listen of [[], ['server listen']]) {
    it(`a listener ${listen.length > 0 ? 'that is written' : 'that is supposed'} takes the next SYN`, () => {
      const text = [
        ...listen,
        ...opened(100, 500),
        ...aborted(100, 500),
        ...opened(9000, 7000),
        ...aborted(9000, 7000),
      ];
      assert.deepEqual(findings(text.join('\n')), []);
    });
  }

  it('a side that opened by itself has no listener', () => {
    const text = [...opened(100, 500), ...aborted(100, 500), 'server -> client SYN seq=9000', 'expect client CLOSED'];
    assert.deepEqual(findings(text.join('\n')), []);
  });

  it('a host that crashed opens again: challenge ACK, RST, and the SYN once more (RFC 9293 §3.5.1 figure 9)', () => {
    const text = [
      ...opened(100, 500),
      'client -x server RST',
      'client -> server SYN seq=9000',
      'server -> client ACK seq=501 ack=101',
      'client -> server RST seq=101',
      'expect client SYN-SENT, server CLOSED',
      'client -> server SYN seq=9000',
      'server -> client SYN,ACK seq=7000 ack=9001',
      'client -> server ACK seq=9001 ack=7001',
      'expect client ESTABLISHED, server ESTABLISHED',
    ];
    assert.deepEqual(findings(text.join('\n')), []);
  });
});
