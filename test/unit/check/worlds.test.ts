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

  it('a segment that was not there at one line, and is acknowledged by a later one, came late', () => {
    const lines = [
      'client -> server PSH,ACK len=100',
      'client ?> server PSH,ACK len=50',
      'server -> client PSH,ACK ack=x+101 len=10',
      'server -> client ACK ack=x+151 seq=y+11',
    ];
    assert.deepEqual(found(lines), ['2: hint flow/fate-shown/lost', '3: hint flow/fate-shown/late']);
  });

  it('of two that were not there, the one that came late is told by what is acknowledged', () => {
    const lines = [
      'client ?> server PSH,ACK len=100',
      'client ?> server PSH,ACK len=50',
      'server -> client PSH,ACK ack=x+1 len=10',
      'server -> client ACK ack=x+101 seq=y+11',
    ];
    assert.deepEqual(found(lines), ['2: hint flow/fate-shown/lost', '3: hint flow/fate-shown/late']);
  });

  it('once the octets have come otherwise, a segment can’t come late to any effect', () => {
    const lines = [
      'client ?> server PSH,ACK len=50',
      'server -> client PSH,ACK ack=x+1 len=10',
      'client -> server PSH,ACK seq=x+1 len=50',
      'server -> client ACK ack=x+51',
    ];
    const trace = check(createParser().parse([...OPENED, ...lines].join('\n')));
    assert.equal(trace.steps.at(-1)?.scope.open, undefined);
  });

  it('an old SYN that comes late draws a challenge ACK', () => {
    const lines = [
      'profile linux',
      '@0s client ?> server SYN',
      '@1s client -> server SYN',
      '@1010ms server -> client SYN,ACK',
      '@1020ms client -> server ACK',
      '@1030ms client -> server PSH,ACK len=300',
      '@1040ms server -> client ACK',
      '@1240ms server -> client ACK',
    ];
    const foundIn = (flow: readonly string[]): unknown =>
      check(createParser().parse(flow.join('\n'))).findings.flatMap(({ line, rule, says }) =>
        line === flow.length - 1 ? [says ?? rule] : [],
      );
    assert.deepEqual(foundIn(lines), ['flow/fate-shown/late']);
    assert.deepEqual(foundIn(lines.filter((line) => !line.includes('?>'))), ['tcp/rtx-pure-ack']);
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

  /** Twelve segments of 1, 2, 3, … octets: x+79 is behind them all. */
  const MANY = Array.from({ length: 12 }, (_, i) => `client ?> server PSH,ACK len=${i + 1}`);

  it('at most eight worlds are kept, and a hint says once that the oldest fate is settled', () => {
    const trace = check(createParser().parse([...OPENED, ...MANY].join('\n')));
    assert.ok(trace.steps.every(({ scope }) => (scope.open?.others.length ?? 0) < 8));
    assert.ok((trace.steps.at(-1)?.scope.open?.presumed.length ?? 0) > 0);
    assert.deepEqual(found(MANY), ['3: hint flow/fate-presumed']);
  });

  it('then an error of the receiver may come of a fate that is settled: it is open', () => {
    const lines = [...MANY, 'server -> client PSH,ACK len=1 ack=x+1'];
    assert.deepEqual(found(lines).slice(1), ['12: open tcp/ack-not-rcvnxt']);
  });

  it('an error of the sender is one in every world', () => {
    const lines = [...MANY, 'client -> server PSH,ACK seq=x+9000 len=1'];
    assert.ok(
      found(lines).some((one) => one.startsWith('12: error')),
      found(lines).join('; '),
    );
  });

  it('an error of the receiver is an error again once it has acknowledged what is settled', () => {
    const lines = [...MANY, 'server -> client ACK ack=x+79', 'server -> client ACK ack=x+90'];
    assert.deepEqual(found(lines).slice(-1), ['13: error tcp/ack-beyond-sent']);
    const { steps } = check(createParser().parse([...OPENED, ...lines].join('\n')));
    assert.equal(steps.at(-1)?.scope.open, undefined);
  });

  describe('the fixes', () => {
    /** The lines behind the opening with the fix of the last hint on a fate. */
    function fixed(lines: readonly string[]): readonly string[] {
      const text = [...OPENED, ...lines].join('\n');
      const { findings } = check(createParser().parse(text));
      const fix = findings.findLast(({ rule }) => rule === 'flow/fate-shown')?.fix;
      assert.ok(fix !== undefined);
      const all = text.split('\n');
      for (const { line, start, end, newText } of [...fix.edits].sort((a, b) => b.line - a.line || b.start - a.start)) {
        const was = all[line] ?? '';
        all[line] = was.slice(0, start) + newText + was.slice(end);
      }
      const after = all.join('\n').split('\n').slice(OPENED.length);
      assert.deepEqual(
        found(after).filter((one) => one.includes('error')),
        [],
        'the fix is legal',
      );
      return after;
    }

    it('write that it arrives', () => {
      const lines = ['client ?> server PSH,ACK len=50', 'server -> client ACK ack=x+51'];
      assert.deepEqual(fixed(lines), ['client -> server PSH,ACK len=50', lines[1]]);
    });

    it('write that it is lost', () => {
      const lines = ['client ?> server PSH,ACK len=50', 'server -> client PSH,ACK ack=x+1 len=10'];
      assert.deepEqual(fixed(lines), ['client -x server PSH,ACK len=50', lines[1]]);
    });

    it('write that it comes later, by name', () => {
      const lines = [
        'client ?> server PSH,ACK len=50',
        'server -> client PSH,ACK ack=x+1 len=10',
        'server -> client ACK ack=x+51 seq=y+11',
      ];
      const [, between, last] = lines;
      assert.deepEqual(fixed(lines), ['client ~> server PSH,ACK len=50 as s1', between, 'deliver s1', last]);
    });

    it('of a segment with a name write that it is dropped where it was to arrive', () => {
      const lines = ['client ?> server PSH,ACK len=50 as a', 'deliver a', 'server -> client PSH,ACK ack=x+1 len=10'];
      assert.deepEqual(fixed(lines), ['client ~> server PSH,ACK len=50 as a', 'drop a', lines[2]]);
    });
  });
});
