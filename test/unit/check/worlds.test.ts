import assert from 'node:assert/strict';
import { check } from '../../../src/check/check';
import { createParser } from '../../../src/script/parser';
import type { Finding } from '../../../src/trace/finding';

const OPENED = ['client -> server SYN seq=x', 'server -> client SYN,ACK seq=y', 'client -> server ACK'];

/** The findings of a flow but hints at its end, as `line: level rule [says]`. */
function found(lines: readonly string[]): string[] {
  const { findings } = check(createParser().parse([...OPENED, ...lines].join('\n')));
  return findings.filter(({ rule }) => !AT_END.has(rule)).map(text);
}

const AT_END = new Set(['flow/owed-at-end', 'flow/in-flight-at-end', 'tcp/close-wait-stuck', 'tcp/left-open']);

function text({ line, level, rule, says }: Finding): string {
  return `${line - OPENED.length}: ${level} ${says ?? rule}`;
}

describe('check: open fates', () => {
  it('both worlds are legal', () => {
    assert.deepEqual(found(['client ?> server PSH,ACK len=50']), []);
  });

  it('a line that acknowledges the segment shows that it has arrived', () => {
    assert.deepEqual(found(['client ?> server PSH,ACK len=50', 'server -> client ACK ack=x+51']), [
      '1: hint flow/fate-shown/arrived',
    ]);
  });

  it('a line that acknowledges less shows that it was lost', () => {
    const lines = [
      'client -> server PSH,ACK len=100',
      'client ?> server PSH,ACK len=50',
      'server -> client PSH,ACK ack=x+101 len=10',
    ];
    assert.deepEqual(found(lines), ['2: hint flow/fate-shown/lost']);
  });

  it('a segment that came late', () => {
    const lines = [
      'client -> server PSH,ACK len=100',
      'client ?> server PSH,ACK len=50',
      'server -> client PSH,ACK ack=x+101 len=10',
      'server -> client ACK ack=x+151 seq=y+11',
    ];
    assert.deepEqual(found(lines), ['2: hint flow/fate-shown/lost', '3: error tcp/ack-not-rcvnxt']);
  });

  it('a line that is illegal in every world is an error', () => {
    assert.deepEqual(found(['client ?> server PSH,ACK len=50', 'server -> client ACK ack=x+52']), [
      '1: error tcp/ack-beyond-sent',
    ]);
  });

  it('an ACK that the next one replaces leaves one world', () => {
    const lines = [
      'server -> client PSH,ACK len=10',
      'client ?> server ACK',
      'server -> client PSH,ACK len=10',
      'client -> server ACK',
    ];
    const trace = check(createParser().parse([...OPENED, ...lines].join('\n')));
    assert.equal(trace.steps.at(-1)?.scope.open, undefined);
    assert.notEqual(trace.steps.at(-2)?.scope.open, undefined);
  });

  it('with a name the fate is open where it is delivered', () => {
    const lines = ['client ?> server PSH,ACK len=50 as a', 'server -> client ACK ack=x+1', 'deliver a'];
    assert.deepEqual(found([...lines, 'server -> client ACK ack=x+51']), ['3: hint flow/fate-shown/arrived']);
  });

  it('at most eight worlds are kept; then what may come of a presumed fate is open', () => {
    const lines = Array.from({ length: 12 }, (_, i) => `client ?> server PSH,ACK len=${i + 1}`);
    const trace = check(createParser().parse([...OPENED, ...lines].join('\n')));
    assert.ok(trace.steps.every(({ scope }) => (scope.open?.others.length ?? 0) < 8));
    assert.equal(trace.steps.at(-1)?.scope.open?.presumed, true);
    assert.deepEqual(found([...lines, 'server -> client PSH,ACK len=1 ack=x+1']), ['12: open tcp/ack-not-rcvnxt']);
  });
});
