import assert from 'node:assert/strict';
import { branch, typedDelay, type WhatIf } from '../../../src/compose/branch';
import { check } from '../../../src/check/check';
import { closing, finishing } from '../../../src/compose/finish';
import { final, type Trace } from '../../../src/trace/trace';
import { createParser } from '../../../src/script/parser';
import { formatFlags } from '../../../src/wire/flags';

const play = (text: string): Trace => check(createParser().parse(text));
const states = (trace: Trace): string =>
  trace.cast.ends.map(({ id }) => final(trace).ends.get(id)?.tcb.state ?? '').join(' ');

/** The segments after a step, such as `server SYN,ACK`. */
function sentFrom(trace: Trace, step: number): string[] {
  return trace.steps
    .slice(step)
    .flatMap((s) =>
      s.kind === 'segment' ? [`${trace.cast.ends[s.sent.from]?.name ?? ''} ${formatFlags(s.sent.segment.flags)}`] : [],
    );
}

const HANDSHAKE = 'client -> server SYN seq=x\nserver -> client SYN,ACK seq=y\nclient -> server ACK # last\n';

describe('what if', () => {
  /** Title, flow, step (from 0), what-if, and the resulting flow. */
  const cases: readonly (readonly [string, string, number, WhatIf, string | undefined])[] = [
    [
      "the handshake's last ACK is lost",
      HANDSHAKE,
      2,
      { kind: 'lose' },
      'client -> server SYN seq=x\nserver -> client SYN,ACK seq=y\nclient -x server ACK\nrun\n',
    ],
    [
      'a segment is delayed',
      HANDSHAKE,
      1,
      { kind: 'delay', by: 1_500_000 },
      'client -> server SYN seq=x\ndelay next from server by 1.5s\nserver -> client SYN,ACK seq=y\nrun\n',
    ],
    ['a segment is duplicated', HANDSHAKE, 0, { kind: 'duplicate' }, `duplicate next from client\n${HANDSHAKE}`],
    [
      'a segment of a run is lost',
      'client connect server\nrun\nclient send 3000\nrun\n',
      5,
      { kind: 'lose' },
      'client connect server\nrun\nclient send 3000\nlose next data from client\nrun\n',
    ],
    [
      'a later one of a run is lost',
      'client connect server\nrun\nclient send 3000\nrun\n',
      6,
      { kind: 'lose' },
      'client connect server\nrun\nclient send 3000\nlose 2nd data from client\nrun\n',
    ],
    [
      'an RST is forged within a run',
      'client connect server\nrun\n',
      2,
      { kind: 'forge', line: 'mallory -> client RST seq=5 spoofing server' },
      'client connect server\nclient -> server  SYN\nserver -> client  SYN,ACK\nmallory -> client RST seq=5 spoofing server\nrun\n',
    ],
    ['what is lost already is not lost again', 'client -x server SYN\n', 0, { kind: 'lose' }, undefined],
    ['a user call sends nothing', 'client connect server\nrun\n', 0, { kind: 'lose' }, undefined],
  ];
  for (const [what, text, step, change, flow] of cases) {
    it(what, () => {
      const made = branch(play(text), step, change);
      assert.equal(made, flow);
    });
  }

  it('the engines play on from there: a lost last ACK is asked for again', () => {
    const made = play(branch(play(HANDSHAKE), 2, { kind: 'lose' }) ?? '');
    assert.deepEqual(sentFrom(made, 2), ['client ACK', 'server SYN,ACK', 'client ACK']);
    assert.equal(states(made), 'ESTABLISHED ESTABLISHED');
    assert.deepEqual(made.findings, []);
  });
});

describe('the delay of a what-if, as it is typed', () => {
  const delayIn = (head: string, text: string): number | undefined => typedDelay(play(`${head}\n${HANDSHAKE}`), text);
  it("counts MSL by the profile, and by the hosts' own", () => {
    assert.equal(delayIn('', '1MSL'), 120_000_000);
    assert.equal(delayIn('profile linux', '1MSL'), 30_000_000);
    assert.equal(delayIn('profile linux\nhost client msl=1min', '2MSL'), 120_000_000);
  });
  it('is a length of time, longer than none and no longer than a day', () => {
    assert.equal(delayIn('', '1.5s'), 1_500_000);
    for (const wrong of ['0s', '25h', 'soon', '', '5']) assert.equal(delayIn('', wrong), undefined, wrong);
  });
  it('settings of a host count MSL alike', () => {
    const at = (head: string): number | undefined => {
      const { steps } = play(`${head}\nclient connect server\nlose next from client\nrun for 1h`);
      return steps.find((s) => s.kind === 'timer')?.time;
    };
    assert.equal(at('profile linux\nhost client rto=0.1MSL'), 3_000_000);
    assert.equal(at('profile linux\nhost client rto=0.1MSL msl=10s'), 1_000_000);
  });
});

describe('what follows from a what-if', () => {
  const REST =
    'client -> server PSH,ACK "GET"\nserver -> client ACK\nclient close\nclient -> server FIN,ACK\nserver -> client ACK\nserver close\nserver -> client FIN,ACK\nclient -> server ACK\n';
  const FLOW = `flow "A flow"\n${HANDSHAKE}${REST}`;

  /** Title, step (from 0), what-if, and the lines after the changed one. */
  const cases: readonly (readonly [string, number, WhatIf, string])[] = [
    ['what both sides would still send stays: data carries the ACK that was lost', 2, { kind: 'lose' }, REST],
    [
      'what no longer fits is played, and the users do what is left to do',
      3,
      { kind: 'lose' },
      'run\nclient close\nrun\nserver close\nrun\n',
    ],
    [
      'data that was not sent yet is sent, once there is a connection',
      0,
      { kind: 'lose' },
      'run\nclient => server "GET"\nclient close\nrun\nserver close\nrun\n',
    ],
    [
      'who does not know of an RST asks again, and gets one',
      3,
      forged('RST  seq=x+4'),
      'mallory -> server  RST  seq=x+4  spoofing client\nrun\n',
    ],
    [
      'an RST that misses changes nothing',
      3,
      forged('RST  seq=x+9000000'),
      `mallory -> server  RST  seq=x+9000000  spoofing client\n${REST.slice(REST.indexOf('\n') + 1)}`,
    ],
  ];
  function forged(what: string): WhatIf {
    return { kind: 'forge', line: `mallory -> server  ${what}  spoofing client` };
  }
  it('behind many steps of a run the run is cut, and no step of it is written out', () => {
    const trace = play(`link client server delay=1ms\n${HANDSHAKE}client send 3000000\nrun`);
    const late = trace.steps.findIndex((s, i) => i > 1000 && s.kind === 'segment');
    const made = branch(trace, late, forged('RST  seq=x+9000000')) ?? '';
    const time = ((trace.steps[late]?.time ?? 0) - (trace.steps[3]?.time ?? 0)) / 1000;
    const from = made.split('\n').slice(5);
    assert.deepEqual(from, [`run for ${time}ms`, 'mallory -> server  RST  seq=x+9000000  spoofing client', 'run', '']);
  });

  for (const [what, step, change, rest] of cases) {
    it(what, () => {
      const made = branch(play(FLOW), step, change, 'What if?') ?? '';
      const lines = made.split('\n');
      assert.equal(lines[0], 'flow "What if?"');
      assert.equal(lines.slice(step + 2).join('\n'), rest);
      assert.deepEqual(
        play(made).findings.filter((f) => f.level !== 'hint'),
        [],
      );
    });
  }
});

describe('finishing a flow', () => {
  const cases: readonly (readonly [string, string, string, string])[] = [
    ['a handshake that has begun', 'client -> server SYN', '\nrun\n', 'ESTABLISHED ESTABLISHED'],
    ['nothing, where all is quiet', HANDSHAKE, '', 'ESTABLISHED ESTABLISHED'],
    ['a close that has begun', `${HANDSHAKE}client close\n`, 'run\nserver close\nrun\n', 'CLOSED CLOSED'],
    ['a host that has the name of a statement', 'A connect run\nrun\nA close\n', 'run\n', 'FIN-WAIT-2 CLOSE-WAIT'],
    ['what hangs in flight', 'client ~> server SYN as s', '\ndeliver s\nrun\n', 'ESTABLISHED ESTABLISHED'],
    [
      'a window that nobody opens',
      'host client\nhost server window=1000\nserver receive 0\nclient => server len=1000\nclient send 10\nrun for 1s\n',
      'server receive 1000\nrun\n',
      'ESTABLISHED ESTABLISHED',
    ],
  ];
  for (const [what, text, added, ends] of cases) {
    it(what, () => {
      const more = finishing(play(text));
      assert.equal(more, added);
      assert.equal(states(play(text + more)), ends);
    });
  }
});

describe('closing a flow', () => {
  const CLOSED = 'client close\nrun until client FIN-WAIT-2\nserver close\nrun\n';
  const cases: readonly (readonly [string, string, string])[] = [
    ['an idle connection', HANDSHAKE, CLOSED],
    ['one that is still opening', 'profile linux\nclient -> server SYN', `\nrun\n${CLOSED}`],
    [
      'half of one',
      `${HANDSHAKE}server close\nserver -> client FIN,ACK\nclient -> server ACK\n`,
      'client close\nrun\n',
    ],
    [
      'one whose sides have closed an earlier one by their segments',
      `${HANDSHAKE}client -> server FIN,ACK\nserver -> client FIN,ACK\nclient -> server ACK\nwait 2MSL\n${HANDSHAKE.replaceAll(/ seq=\w/g, '')}`,
      'client -> server FIN,ACK\nrun until client FIN-WAIT-2\nserver -> client FIN,ACK\nrun\n',
    ],
    ['nothing', '', ''],
  ];
  for (const [what, text, added] of cases) {
    it(what, () => {
      const more = closing(play(text));
      assert.equal(more, added);
      const made = play(text + more);
      assert.ok(/^(?:(?:CLOSED|LISTEN) ?)*$/.test(states(made)), states(made));
      assert.deepEqual(
        made.findings.filter((f) => f.level !== 'hint'),
        [],
      );
    });
  }
});
