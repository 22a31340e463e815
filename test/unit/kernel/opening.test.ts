import { strict as assert } from 'node:assert';
import { check } from '../../../src/check/check';
import { createParser } from '../../../src/script/parser';

function findings(text: string): string[] {
  return check(createParser().parse(text))
    .findings.filter((f) => f.level !== 'hint')
    .map((f) => `${f.line + 1} ${f.level} ${f.rule}`);
}

/** The handshake as kernels perform it, in a few lines for each case. */
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

  it('Fast Open: data that the SYN,ACK did not count goes again at once, and the SYN,ACK answers a SYN that comes again', () => {
    const text = [
      'profile linux',
      '@0ms client -> server SYN seq=100 len=600 <mss 1460, fastopen 8899aabbccddeeff>',
      '@1ms server -> client SYN,ACK seq=500 ack=101 <mss 1460>',
      '@2ms client -> server PSH,ACK seq=101 ack=501 len=600',
      '@3ms server -> client ACK seq=501 ack=701',
    ].join('\n');
    assert.deepEqual(findings(text), []);
    const crossed = [
      '@0ms client ~> server SYN seq=100 as x',
      '@0ms server ~> client SYN seq=300 as y',
      'deliver x',
      'deliver y',
      '@1ms client ~> server SYN,ACK seq=100 ack=301 as a',
      '@1ms server ~> client SYN,ACK seq=300 ack=101 as b',
      'deliver a',
      'deliver b',
      'expect client ESTABLISHED, server ESTABLISHED',
    ].join('\n');
    assert.deepEqual(findings(crossed), []);
  });

  it('without a cookie, data waits for the end of the handshake', () => {
    const text = [
      'client -> server SYN seq=100',
      'server -> client SYN,ACK seq=500 ack=101',
      'server -> client PSH,ACK seq=501 ack=101 len=400',
    ].join('\n');
    assert.deepEqual(findings(text), ['3 error tcp/data-in-syn-received']);
  });

  it('a SYN,ACK that comes again behind the last ACK is a retransmission, and the connection goes on', () => {
    const text = [
      'client -> server SYN seq=100',
      'server -> client SYN,ACK seq=500 ack=101',
      'client -> server ACK seq=101 ack=501',
      'server -> client SYN,ACK seq=500 ack=101',
      'client -> server ACK seq=101 ack=501',
      'client -> server PSH,ACK seq=101 ack=501 len=7',
      'server -> client ACK seq=501 ack=108',
    ].join('\n');
    assert.deepEqual(findings(text), []);
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

describe('timers, as kernels have them', () => {
  const opened = [
    'profile linux',
    '@0ms client -> server SYN seq=100 win=65535 len=0 <>',
    '@1ms server -> client SYN,ACK seq=500 ack=101 win=65535 len=0 <>',
    '@2ms client -> server ACK seq=101 ack=501 win=65535 len=0 <>',
  ];

  it('a tail loss probe, of a FIN too, does not back the timer off (RFC 8985 §7)', () => {
    const text = [
      ...opened,
      '@10ms client -x server FIN,ACK seq=101 ack=501 win=65535 len=0 <>',
      '@224ms client -x server FIN,ACK seq=101 ack=501 win=65535 len=0 <>',
      '@440ms client -> server FIN,ACK seq=101 ack=501 win=65535 len=0 <>',
      '@441ms server -> client ACK seq=501 ack=102 win=65535 len=0 <>',
    ];
    assert.deepEqual(findings(text.join('\n')), []);
  });

  it('a probe into a closed window is no keepalive', () => {
    const text = [
      ...opened,
      '@3ms server -> client ACK seq=501 ack=101 win=0 len=0 <> violates window-shrunk',
      '@203ms client -> server ACK seq=100 ack=501 win=65535 len=0 <>',
      '@204ms server -> client ACK seq=501 ack=101 win=0 len=0 <>',
    ];
    assert.deepEqual(findings(text.join('\n')), []);
  });
});

describe('marks that come again, as kernels take them', () => {
  const opened = [
    'client -> server SYN,ECE,CWR seq=100 <mss 1460, sackok, ts 10 0>',
    'server -> client SYN,ECE,ACK seq=500 ack=101 <mss 1460, sackok, ts 70 10>',
    'client -> server ACK seq=101 ack=501 <ts 11 70>',
  ];

  it('one CWR answers all echoes of a window (RFC 3168 §6.1.2)', () => {
    const text = [
      ...opened,
      'client -> server ACK seq=101 ack=501 len=100 <ts 12 70>',
      'client -> server ACK seq=201 ack=501 len=100 <ts 12 70>',
      'server ~> client ECE,ACK seq=501 ack=201 <ts 71 12> as a',
      'server ~> client ECE,ACK seq=501 ack=301 <ts 71 12> as b',
      'deliver a',
      'client -> server CWR,ACK seq=301 ack=501 len=100 <ts 13 71>',
      'deliver b',
      'client -> server ACK seq=401 ack=501 len=100 <ts 13 71>',
    ];
    assert.deepEqual(
      findings(text.join('\n')).filter((f) => f.includes('cwr')),
      [],
    );
  });

  for (const [name, echo] of [
    ['echoed', 13],
    ['not echoed', 12],
  ]) {
    it(`a segment that comes again is ${name} and reported as a duplicate each time (RFC 7323 §4.3, RFC 2883 §4)`, () => {
      const text = [
        ...opened,
        'client -> server PSH,ACK seq=101 ack=501 len=100 <ts 12 70>',
        'server -x client ACK seq=501 ack=201 <ts 71 12>',
        'client -> server PSH,ACK seq=101 ack=501 len=100 <ts 13 70>',
        `server -x client ACK seq=501 ack=201 <ts 72 ${echo}, sack 101..201>`,
        'client -> server PSH,ACK seq=101 ack=501 len=100 <ts 13 70>',
        `server -> client ACK seq=501 ack=201 <ts 73 ${echo}, sack 101..201>`,
      ];
      assert.deepEqual(findings(text.join('\n')), []);
    });
  }
});
