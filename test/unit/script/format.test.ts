import assert from 'node:assert/strict';
import fc from 'fast-check';
import { check } from '../../../src/check/check';
import { afterEnter } from '../../../src/editor/complete/layout';
import { formatted } from '../../../src/script/format';
import { sameMeaning } from '../../../src/script/meaning';
import { createParser } from '../../../src/script/parser';
import type { Script } from '../../../src/script/syntax';
import { displayWidth } from '../../../src/script/width';
import { scenarios } from '../library';
import { SAMPLES } from './sample';
import { share } from '../share';

const parse = (text: string): Script => createParser().parse(text);
const format = (text: string): string => formatted(parse(text)).join('\n');

const flows = scenarios().map(({ text }) => `${text}\n`);
const known = [...new Set(flows.flatMap((s) => s.split(/\r?\n/)))];

/** The same line as typed by a user: blanks, case, separators and full-width punctuation. */
const sloppy: fc.Arbitrary<(line: string) => string> = fc.constantFrom(
  (l: string) => l,
  (l: string) => `  ${l}  `,
  (l: string) => `\t${l}\t`,
  (l: string) => l.replaceAll(' ', '   '),
  (l: string) => l.replaceAll('SYN,ACK', '[ SYN , ACK ]'),
  (l: string) => l.replaceAll(',', '，').replaceAll('=', '＝'),
  (l: string) => l.replaceAll('->', '→').replaceAll('+', ' ＋ '),
  (l: string) => l.toLowerCase(),
  (l: string) => l.toUpperCase(),
  (l: string) => l.replaceAll('ACK', 'ack').replaceAll('-', '_'),
  (l: string) => l.replaceAll('client', '客户端'),
  (l: string) => `${l}   # why，this  `,
);
const line = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...known, ...SAMPLES) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('', '   ', '# alone  ', '　# 注释　', 'client -> ', 'client -> server sek=1  '),
  },
);
const text = fc
  .array(
    fc.tuple(line, sloppy).map(([l, f]) => f(l)),
    { maxLength: 25 },
  )
  .map((lines) => lines.join('\n'));

function holds(source: string): void {
  const before = parse(source);
  const once = formatted(before);
  const after = parse(once.join('\n'));
  assert.deepEqual(formatted(after), once, 'formatted twice it is something else');
  assert.equal(after.lines.length, before.lines.length);
  before.lines.forEach((l, i) => {
    const now = after.lines[i];
    assert.ok(now);
    if (l.broken) assert.equal(now.text, l.text);
    assert.equal(now.broken, l.broken);
    assert.ok(sameMeaning(l.statement, now.statement), `${l.text}\n${now.text}`);
    if (!l.broken) {
      const comment = (t: string, c: { start: number } | undefined): string =>
        c ? t.slice(c.start + 1).trimEnd() : '';
      assert.equal(comment(now.text, now.comment), comment(l.text, l.comment));
      assert.equal(now.text, now.text.trimEnd());
    }
  });
}

/** The content of a trace without places of findings. */
function played(source: string): string {
  return check(parse(source))
    .steps.map((s) => {
      const sent = s.kind === 'segment' ? JSON.stringify({ ...s.sent.segment, payload: undefined }) : '';
      return `${s.line} ${s.kind} ${s.time} ${sent} ${JSON.stringify(s.moves)} ${s.findings.map((f) => f.rule).join()}`;
    })
    .join('\n');
}

describe('formatter', () => {
  it('lays runs out in columns', () => {
    assert.equal(
      format(`host client 10.0.0.1:49152 ISN=1000
host srv   10.0.0.2:80   , isn=5000, SACK
Client1 → 服务器 syn SEQ = x   # first
+200MS 服务器 -> Client1 [SYN, ack] ack=( x + 1 ), seq=y <MSS=1460,wscale 7>#second

client -> srv SYN/ACK "a  ,b" win=5 ack=1
expect Client1 syn_sent,服务器.RCV.NXT=x+1  ,  Client1 OWES ack`),
      `host client 10.0.0.1:49152  isn=1000
host srv    10.0.0.2:80     isn=5000 sack
       Client1 -> 服务器   SYN      seq=x                                   # first
+200ms 服务器  -> Client1  SYN,ACK  seq=y  ack=(x+1)  <mss 1460, wscale 7>  #second

client -> srv  SYN,ACK  ack=1  "a  ,b"  win=5
expect Client1 SYN-SENT, 服务器.rcv.nxt = x+1, Client1 owes ACK`,
    );
  });

  const LINES: readonly (readonly [string, string])[] = [
    ['FLOW  “题目”  ', 'flow "题目"'],
    ['Profile LINUX', 'profile linux'],
    ['let  a=( x+1 )-2', 'let a = (x+1)-2'],
    ['note OVER a,b:5  "x"#c', 'note over a, b:5 "x"  #c'],
    ['WAIT 2msl', 'wait 2MSL'],
    ['@1.5S a  SEND b "x,y"', '@1.5s a send b "x,y"'],
    ['+30MS Deliver f', '+30ms deliver f'],
    ['expect a SYN_RCVD', 'expect a SYN-RECEIVED'],
    ['a -> b SYN=1, ACK=0 seq=x', 'a -> b  SYN  seq=x'],
    ['a -> b ack VIOLATES tcp/seq-gap , ack-beyond-sent', 'a -> b  ACK  violates tcp/seq-gap, ack-beyond-sent'],
    ['a -X b []', 'a -x b  []'],
    ['a ~> b ACK spoofing m:5 AS f', 'a ~> b  ACK  spoofing m:5  as f'],
    ['a -> b <sack 1 .. 2  x + 1 .. x+4, ts (1) (2)>', 'a -> b  <sack 1..2 x+1..x+4, ts (1) (2)>'],
    ['a -> b ack sek=1  ', 'a -> b ack sek=1  '],
    ['  # alone\t ', '  # alone'],
    ['\u3000 ', ''],
  ];
  for (const [from, to] of LINES) it(JSON.stringify(from), () => assert.equal(format(from), to));

  it('counts wide characters as two columns and marks as none', () => {
    assert.equal(displayWidth('客户端'), 6);
    assert.equal(displayWidth('e\u0301a'), 2);
    assert.equal(displayWidth('𠮷ａ'), 4);
  });

  it('gives the same when done twice, and never changes what is said', () => {
    for (const source of [...flows, SAMPLES.join('\n')]) holds(source);
    fc.assert(fc.property(text, holds), { numRuns: share(400) });
  });

  it('puts a line behind Enter into the columns that there are, and keeps its hands off others', () => {
    const typed = (source: string, line: number): string => {
      const script = parse(source);
      const lines = script.lines.map((l) => l.text);
      for (const e of [...afterEnter(script, line)].sort((a, b) => b.start - a.start)) {
        const old = lines[e.line] ?? '';
        lines[e.line] = old.slice(0, e.start) + e.newText + old.slice(e.end);
      }
      return lines.join('\n');
    };
    const tidy = 'a -> b  SYN  seq=x\nb->a SYN,ACK ack=x+1\n';
    assert.equal(typed(tidy, 1), 'a -> b  SYN      seq=x\nb -> a  SYN,ACK         ack=x+1\n');
    const own = 'a->b SYN seq=x\nb->a SYN,ACK ack=x+1\n';
    assert.equal(typed(own, 1), own);
    const split = 'a -> b  SYN  seq=x\nb->a SYN,ACK\nack=x+1';
    assert.equal(typed(split, 1), split);
    fc.assert(
      fc.property(text, fc.nat(25), (source, at) => {
        const withEnter = source
          .split('\n')
          .toSpliced(at + 1, 0, '')
          .join('\n');
        const [before, after] = [parse(withEnter), parse(typed(withEnter, at))];
        assert.equal(after.lines.length, before.lines.length);
        before.lines.forEach((l, i) => assert.ok(sameMeaning(l.statement, after.lines[i]?.statement), l.text));
      }),
      { numRuns: share(200) },
    );
  });

  it('never changes what is played', () => {
    fc.assert(
      fc.property(fc.constantFrom(...flows), fc.array(sloppy, { minLength: 3, maxLength: 9 }), (flow, how) => {
        const typed = flow
          .split('\n')
          .map((l, i) => (how[i % how.length] ?? String)(l))
          .join('\n');
        const before = parse(typed);
        // A line with a syntax error has no values.
        if (before.lines.some((l) => l.findings.some((f) => f.rule === 'tcp/state-name'))) return;
        assert.equal(played(format(typed)), played(typed));
      }),
      { numRuns: share(60) },
    );
  });
});
