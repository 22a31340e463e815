import assert from 'node:assert/strict';
import { check } from '../../../src/check/check';
import { diagram } from '../../../src/diagram/build';
import { createParser } from '../../../src/script/parser';
import { holds, named, play } from './expecting';
import { share } from '../share';

const HANDSHAKE = ['A -> B SYN seq=x', 'B -> A SYN,ACK seq=y ack=x+1', 'A -> B ACK seq=x+1 ack=y+1'];
const AFTER = ['expect A ESTABLISHED, B ESTABLISHED'];

/** The lines between a handshake and an expectation that must still be met. */
const within = (...lines: readonly string[]): string => [...HANDSHAKE, ...lines, ...AFTER].join('\n');

describe('bad input', () => {
  it('an empty file has nothing to say', () => {
    for (const text of ['', '\n', '\n\n\n', '   ', '# only a comment', '\ufeff']) {
      const trace = play(text);
      assert.deepEqual(trace.findings, []);
      assert.deepEqual(trace.steps, []);
    }
  });

  it('a binary file is one finding', () => {
    const bytes = Array.from({ length: 50_000 }, (_, i) => String.fromCharCode((i * 7919) % 256)).join('');
    assert.deepEqual(play(bytes).findings.map(named), ['error syntax/binary']);
  });

  it('a line of a megabyte is one finding, and the others keep their meaning', () => {
    for (const long of [
      'x'.repeat(1_000_000),
      `A -> B PSH,ACK "${'x'.repeat(1_000_000)}"`,
      `A -> B ${'SYN,'.repeat(250_000)}`,
    ]) {
      const { findings } = play(within(long));
      assert.deepEqual(
        findings.filter((f) => f.level !== 'hint').map((f) => `${f.line + 1} ${f.level}`),
        ['4 error'],
      );
    }
  });

  it('many lines of garbage are a finding each', () => {
    const garbage = ['clinet clsoe', '->', '"', '<mss', 'A -> B SYN seq=', 'let', '}{', 'expect', '(((((', 'A <- B'];
    const length = share(100_000);
    const lines = Array.from({ length }, (_, i) => garbage[i % garbage.length] ?? '');
    const trace = play(within(...lines));
    const byLine = new Set(trace.findings.map((f) => f.line));
    assert.ok(trace.findings.length <= 1.1 * length);
    assert.ok(byLine.size >= length);
  });

  it('numbers out of range are one finding each, whatever else would be wrong with them', () => {
    const isn = ['host A isn=4294967295', 'host B isn=300'];
    holds(
      [
        ...isn,
        'A -> B SYN seq=4294967295',
        'B -> A SYN,ACK seq=300 ack=4294967296   # error: tcp/field-range',
        'A -> B ACK seq=0 ack=301',
        'A -> B PSH,ACK seq=4294967296 len=5 # error: tcp/field-range',
        'B -> A ACK ack=5',
        'A -> B PSH,ACK win=70000 len=1      # error: tcp/window-needs-scale',
        'A -> B PSH,ACK urg=70000 len=1      # error: tcp/field-range',
        'A -> B PSH,ACK len=70000            # error: tcp/field-range',
        'A -> B PSH,ACK seq=9007199254740991 len=1   # error: tcp/field-range',
        'expect A ESTABLISHED, B ESTABLISHED',
      ].join('\n'),
    );
  });

  it('unknown names', () => {
    holds(
      within(
        'A -> B PSH,ACK seq=q len=5          # error: flow/unbound-name',
        'B -> A ACK ack=q+1                  # error: flow/unbound-name',
        'let n = q                           # error: flow/unbound-name',
        'deliver q                           # error: flow/unknown-segment',
        'duplicate q                         # error: flow/unknown-segment',
        'A -> B resend q                     # error: flow/unknown-segment',
        'expect q ESTABLISHED                # error: flow/unknown-host',
        'expect A.snd.nxt = q                # error: flow/unbound-name',
        'q close                             # error: flow/unknown-host',
      ),
    );
  });

  it('a segment that is delivered twice', () => {
    holds(
      within(
        'A ~> B PSH,ACK len=5 as one',
        'deliver one',
        'deliver one                         # error: flow/unknown-flight',
        'drop one                            # error: flow/unknown-flight',
        'expect B.rcv.nxt = x+6',
      ),
    );
  });

  it('the same host on both sides', () => {
    holds(
      within(
        'A -> A SYN                          # error: flow/same-host',
        'A:1 -> A:2 SYN    # error: flow/same-host',
      ),
    );
  });

  it('a name that a failed line should have bound is missed once', () => {
    holds(
      within(
        'let u = q+1                         # error: flow/unbound-name',
        'A -> B PSH,ACK seq=u len=5',
        'B -> A ACK ack=u+5',
      ),
    );
  });

  it('many hosts and connections', () => {
    const hosts = Array.from({ length: 1000 }, (_, i) => `host h${i} isn=${i}`);
    const arrows = Array.from({ length: 999 }, (_, i) => `h${i} -> h${i + 1} SYN`);
    assert.equal(play([...hosts, ...arrows].join('\n')).findings.filter((f) => f.level !== 'hint').length, 0);
    const length = share(10_000);
    const many = Array.from({ length }, (_, i) => `A:${i + 1} -> B:80 SYN`);
    const trace = play(many.join('\n'));
    assert.equal(trace.cast.ends.length, 2 * length);
    assert.equal(trace.findings.filter((f) => f.level !== 'hint').length, 0);
  });

  it('a start line of a tenth of a megabyte names its message by its beginning', () => {
    // 204 has no content: the octets behind it begin a message (RFC 9112 §6.3).
    const trace = play('server => client http/1.1 204 len=100000 + CONNECT a:443');
    const { rows } = diagram(trace).rows(0, trace.steps.length);
    const names = rows.flatMap(({ says }) => says.map(({ name }) => name));
    assert.ok(names.some((name) => name.startsWith('abc')));
    assert.deepEqual(
      names.filter((name) => name.length > 201),
      [],
    );
  });

  it('a sum of sums, a deep bracket and a long list', () => {
    for (const text of [
      `let n = ${'1+'.repeat(60)}1`,
      `let n = ${'1+'.repeat(4000)}1`,
      `let n = ${'('.repeat(4000)}1`,
      `expect ${'A ESTABLISHED, '.repeat(600)}A ESTABLISHED`,
      `A -> B ACK <sack ${'1..2 '.repeat(1000)}>`,
      `A -> B ACK violates ${'seq-gap, '.repeat(900)}seq-gap`,
    ]) {
      assert.doesNotThrow(() => play(within(text)));
    }
  });

  it('an edit in the middle of garbage is checked as the whole is', () => {
    const parser = createParser();
    const lines = [...HANDSHAKE, ...Array.from({ length: 200 }, (_, i) => `garbage ${i}`), ...AFTER];
    let trace = check(parser.parse(lines.join('\n')));
    for (const at of [0, 3, 100, 203]) {
      lines[at] = 'A -> B';
      trace = check(parser.parse(lines.join('\n')), trace);
      assert.deepEqual(trace.findings, play(lines.join('\n')).findings);
    }
  });
});
