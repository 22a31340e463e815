import assert from 'node:assert/strict';
import { check } from '../../../src/check/check';
import { explain } from '../../../src/editor/explain/explain';
import { targetAt } from '../../../src/editor/target';
import { createParser } from '../../../src/script/parser';
import type { Args } from '../../../src/script/syntax';
import { english, everyText, sayIn, type Say } from '../../../src/words/words';

/** The hover at the place marked by `|`. */
function said(source: string, say: Say = english): string {
  const at = source.indexOf('|');
  const before = source.slice(0, at).split('\n');
  const trace = check(createParser().parse(source.slice(0, at) + source.slice(at + 1)));
  const line = before.length - 1;
  const target = targetAt(trace.script.lines[line], before.at(-1)?.length ?? 0);
  return target === undefined ? '' : explain(trace, line, target, say).join('\n\n');
}

const OPEN = `client -> server SYN seq=x <mss 1460, wscale 7>
server -> client SYN,ACK seq=y ack=x+1
client -> server ACK
`;

describe('hovers', () => {
  it('draw a field where it stands in the header, with its bits', () => {
    const text = said(OPEN.replace('seq=x', 'seq=x win=64|240'));
    assert.ok(
      text.includes(
        [
          'byte 12  │0111│0000│00000010│1111101011110000│',
          '         └────┴────┴────────┴────────────────┘',
          '          doff rsvd CEUAPRSF win',
          '                             ^^^^^^^^^^^^^^^^',
        ].join('\n'),
      ),
      text,
    );
    const ack = said(OPEN.replace('ack=', 'a|ck='));
    assert.match(ack, /byte 8 +│[01]{32}│/);
    assert.match(ack, /server has everything before x\+1/);
    assert.match(ack, /rfc9293#section-3\.4/);
  });

  it('mark the bit of a flag', () => {
    const text = said(OPEN.replace('SYN,ACK', 'SYN,A|CK'));
    assert.match(text, /│00010010│/);
    assert.match(text, /doff rsvd CEUAPRSF win\n {23}\^\n/);
    assert.match(said('client -> server |ECE,SYN'), /RFC 3168/);
  });

  it('say of a number what it counts, and count the stream', () => {
    assert.match(said(OPEN.replace('seq=x ', 'seq=|x ')), /The SYN of client/);
    assert.match(said(OPEN.replace('x+1', 'x+|1')), /`x\+1` · relative 1 · .*Number 1 of the stream of client/s);
    const close = `${OPEN}client -> server FIN,ACK seq=x+|1\n`;
    assert.match(said(close), /The FIN of client/);
  });

  const places: readonly (readonly [what: string, source: string, says: RegExp])[] = [
    ['a state', `${OPEN}expect client ESTAB|LISHED`, /- close → FIN-WAIT-1\n- FIN arrives/],
    ['a host', OPEN.replace('ACK\n', 'ACK\n').replace('client -> server ACK', 'cli|ent -> server ACK'), /SND\.NXT/],
    ['an option', OPEN.replace('mss', 'm|ss'), /largest payload.*§3\.7\.1/s],
    ['a setting', 'profile linux\nhost a ms|l=10s\na -> b SYN', /In force for a: `10s`/],
    ['a profile', 'profile lin|ux', /Linux 6/],
    ['a variant', 'variant no-time|-wait', /nobody waited/],
    ['a statement', 'sec|tion "a"', /heading/],
    ['a clause', 'a -> b SYN viol|ates port-zero', /mistake is meant/],
    ['a rule', 'a -> b SYN violates port-|zero', /tcp\/port-zero.*hint.*rfc-editor/s],
    ['a call', 'client con|nect', /OPEN, active.*§3\.10\.1/s],
    ['an ICMP kind', `${OPEN}client icmp port-|unreachable`, /code 3/],
    ['a duration', `${OPEN}wait 1|500ms`, /0s → 1\.5s \(1\.5s\)/],
    ['a variable', `${OPEN}expect client.rcv|.nxt = y+1`, /RCV\.NXT.*`y\+1`/s],
    ['a segment in flight', 'a ~> b SYN seq=x as |one', /a → b SYN.*Still on its way/s],
    ['an arrow', OPEN.replace('->', '-|>'), /arrives/],
    ['a payload', `${OPEN}client -> server PSH,ACK "he|llo"`, /bytes x\+1 to x\+5: 5/],
  ];
  for (const [what, source, says] of places) it(`explain ${what}`, () => assert.match(said(source), says));

  it('say nothing in comments and titles', () => {
    assert.equal(said('# wai|t'), '');
    assert.equal(said('a -> b SYN # wai|t'), '');
    assert.equal(said('section "wai|t"'), '');
  });

  it('have words for all that they name, in both languages', () => {
    const ids = new Set(everyText().map(({ id }) => id));
    const text = `profile linux
host client 10.0.0.1:1 isn=1 mss=1460 window=64240 wscale=7 sack timestamps ecn msl=1s rto=1s delayed-ack=off keepalive
link client server delay 10ms rate 10Mbit loss 3
lose next data from client
client connect
client -> server SYN seq=x win=1 urg=0 <mss 1460, wscale 7, sackok, ts 1 0>
server -> client SYN,ACK seq=y ack=x+1
client -> server ACK as third
expect client.snd.nxt = x+1, client.rcv.wnd = 3, client owes nothing
client => server "hello"
client ~> server PSH,ACK len=5 as late
+5ms deliver late
client icmp port-unreachable
run until client CLOSED
run for 1s
note over client "a"
`;
    const trace = check(createParser().parse(text));
    for (const say of [english, sayIn('zh-cn')]) {
      const asked: Say = Object.assign(
        (id: string, args?: Args) => {
          assert.ok(ids.has(id), id);
          return say(id, args);
        },
        { ids: say.ids },
      );
      trace.script.lines.forEach((line, number) => {
        for (let column = 0; column <= line.text.length; column++) {
          const target = targetAt(line, column);
          if (target !== undefined)
            assert.doesNotMatch(explain(trace, number, target, asked).join('\n'), /\{[a-zA-Z]+\}/);
        }
      });
    }
  });
});
