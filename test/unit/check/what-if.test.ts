import assert from 'node:assert/strict';
import { branch, type WhatIf } from '../../../src/check/branch';
import { check } from '../../../src/check/check';
import { finishing } from '../../../src/check/finish';
import { final, type Trace } from '../../../src/check/trace';
import { createParser } from '../../../src/script/parser';
import { formatFlags } from '../../../src/wire/flags';

const play = (text: string): Trace => check(createParser().parse(text));
const states = (trace: Trace): string =>
  trace.cast.ends.map(({ id }) => final(trace).ends.get(id)?.tcb.state ?? '').join(' ');

/** The segments behind a step: `server SYN,ACK`. */
function sentFrom(trace: Trace, step: number): string[] {
  return trace.steps
    .slice(step)
    .flatMap((s) =>
      s.kind === 'segment' ? [`${trace.cast.ends[s.sent.from]?.name ?? ''} ${formatFlags(s.sent.segment.flags)}`] : [],
    );
}

const HANDSHAKE = 'client -> server SYN seq=x\nserver -> client SYN,ACK seq=y\nclient -> server ACK # last\n';

describe('what if', () => {
  /** Flow, step (from 0), what happens instead, the flow that comes of it. */
  const cases: readonly (readonly [string, string, number, WhatIf, string | undefined])[] = [
    [
      "the handshake's last ACK is lost",
      HANDSHAKE,
      2,
      { kind: 'lose' },
      'client -> server SYN seq=x\nserver -> client SYN,ACK seq=y\nclient -x server ACK # last\nrun\n',
    ],
    [
      'a segment is delayed',
      HANDSHAKE,
      1,
      { kind: 'delay', by: 1_500_000 },
      'client -> server SYN seq=x\ndelay next from server by 1.5s\nserver -> client SYN,ACK seq=y\nrun\n',
    ],
    [
      'a segment is duplicated',
      HANDSHAKE,
      0,
      { kind: 'duplicate' },
      'duplicate next from client\nclient -> server SYN seq=x\nrun\n',
    ],
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

describe('finishing a flow', () => {
  const cases: readonly (readonly [string, string, string, string])[] = [
    ['a handshake that has begun', 'client -> server SYN', '\nrun\n', 'ESTABLISHED ESTABLISHED'],
    ['nothing, where all is quiet', HANDSHAKE, '', 'ESTABLISHED ESTABLISHED'],
    ['a close that has begun', `${HANDSHAKE}client close\n`, 'run\nserver close\nrun\n', 'CLOSED CLOSED'],
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
