import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { check } from '../../../src/check/check';
import { fixAll } from '../../../src/editor/fix/all';
import { fixesFor } from '../../../src/editor/fix/fixes';
import { rewritesAt } from '../../../src/editor/fix/rewrite';
import { english } from '../../../src/words/words';
import { apply, play } from '../check/expecting';
import { flowsIn } from '../check/table';
import { some, WHOLE } from '../share';

const flows = readdirSync('test/fixtures/flows/rules').flatMap((file) => flowsIn(`rules/${file}`));

/** Findings without a fix other than `violates`, with the reason why there is no single right value. */
const WITHOUT: Readonly<Record<string, string>> = {
  'flow/message-lost': 'the network loses every copy: which fault is to go is for the writer',
  'flow/run-large': 'how much the flow shall hold is for the writer',
  'flow/run-probes': 'a run that never ends has many ends',
  'flow/run-segments': 'a run that never ends has many ends',
  'flow/run-time': 'a run that never ends has many ends',
  'flow/time-limit': 'how long to wait is for the writer',
  'flow/unbound-name': 'what the name should stand for is not known',
  'tcp/ack-storm': 'both sides keep to the standard: what set them off is for the writer',
  'tcp/rtx-missing': 'the retransmission stands somewhere within the time that passes',
  'tcp/syn-to-multicast': "the address is a host line's: any other one is right",
  'tcp/zwp-missing': 'the probe stands somewhere within the time that passes',
};

describe('the fixes of every rule', () => {
  const without = new Set<string>();
  for (const flow of some(
    flows.filter((f) => f.verdict === 'breaks'),
    5,
  )) {
    const trace = play(flow.text);
    const findings = trace.findings.filter((f) => f.rule === flow.id);
    for (const finding of findings) {
      const fixes = fixesFor(trace, finding);
      if (finding.level !== 'hint' && !fixes.some((f) => f.title !== 'fix/violates')) without.add(finding.rule);
      it(`${flow.id}: ${fixes.map((f) => english(f.title, f.args)).join('; ') || 'none'}`, () => {
        const weight = (all: typeof trace.findings): number => all.filter((f) => f.level !== 'hint').length;
        for (const fix of fixes) {
          const after = play(apply(flow.text, fix)).findings;
          const like = (all: typeof after): number =>
            all.filter(
              (f) =>
                f.rule === finding.rule &&
                (f.level !== 'hint' || JSON.stringify(f.args) === JSON.stringify(finding.args)),
            ).length;
          assert.ok(like(after) < like(trace.findings), `${apply(flow.text, fix)}\nstill ${finding.rule}`);
          // A deliberate mistake is played as written, so other findings may follow.
          if (fix.title === 'fix/violates') continue;
          assert.ok(weight(after) <= weight(trace.findings) - (finding.level === 'hint' ? 0 : 1));
        }
        assert.ok(fixes.filter((f) => f.isPreferred).length <= 1);
        // The right value that the checker knows is the preferred fix.
        if (finding.fix !== undefined) assert.equal(fixes[0]?.isPreferred, true, finding.rule);
      });
    }
  }

  it('are there but where no value is right', () => {
    const found = [...without].sort();
    if (WHOLE) assert.deepEqual(found, Object.keys(WITHOUT).sort());
    for (const id of found) assert.ok(id in WITHOUT, id);
  });
});

const OPEN = `A -> B  SYN      seq=x
B -> A  SYN,ACK  seq=y    ack=x+1
A -> B  ACK      seq=x+1  ack=y+1
`;

/** The fixes of the first finding of a rule, each with its title and the resulting text. */
function offered(text: string, rule: string): [string, string][] {
  const trace = play(text);
  const finding = trace.findings.find((f) => f.rule === rule);
  assert.ok(finding, trace.findings.map((f) => f.rule).join());
  return fixesFor(trace, finding).map((f) => [english(f.title, f.args), apply(text, f)]);
}

describe('fixes', () => {
  it('inserts what is owed', () =>
    assert.deepEqual(offered('A -> B  SYN  seq=x\n', 'flow/owed-at-end'), [
      ['Insert "B -> A SYN,ACK seq=y ack=x+1"', 'A -> B  SYN      seq=x\nB -> A  SYN,ACK  seq=y  ack=x+1\n'],
    ]));

  it('inserts the close that a side is stuck without', () =>
    assert.deepEqual(
      offered(
        `${OPEN}A -> B  FIN,ACK  seq=x+1  ack=y+1\nB -> A  ACK      seq=y+1  ack=x+2`,
        'tcp/close-wait-stuck',
      ).map(([t]) => t),
      ['Insert "B -> A FIN,ACK seq=y+1 ack=x+2"'],
    ));

  it('inserts the answer before the time in which it is missing', () =>
    assert.deepEqual(
      offered('@0s A -> B  SYN  seq=x\nwait 600ms\n', 'tcp/reply-missing').map(([t]) => t),
      ['Insert "B -> A SYN,ACK seq=y ack=x+1 ⏎ A -> B ACK seq=x+1 ack=y+1"'],
    ));

  it('delivers what is left in flight', () =>
    assert.deepEqual(offered('A ~> B SYN as s', 'flow/in-flight-at-end'), [
      ['Insert "deliver s"', 'A ~> B SYN as s\ndeliver s'],
    ]));

  it('lets a segment without a name arrive', () =>
    assert.deepEqual(offered('A ~> B SYN', 'tcp/arrival-unknown'), [['Change to ->', 'A -> B SYN']]));

  it('takes away a `violates` that is not true', () =>
    assert.deepEqual(offered(`${OPEN}A -> B ACK len=1 violates seq-gap`, 'flow/rule-not-broken'), [
      ['Remove what does not belong here', `${OPEN}A -> B ACK len=1`],
    ]));

  it('has other lines for one that cannot stand there, or its end', () =>
    assert.deepEqual(
      offered(`${OPEN}A -> B  RST\nB -> A  RST  seq=y+1`, 'tcp/rst-to-rst')
        .map(([t]) => t)
        .slice(-2),
      ['Remove the line', 'It is meant: write "violates rst-to-rst"'],
    ));
});

describe('the fix of all', () => {
  const fixed = (text: string): string =>
    fixAll(play(text))
      .script.lines.map((l) => l.text)
      .join('\n');

  it('mends what has one right value, and nothing else', () =>
    assert.equal(
      fixed(
        'A -> B SYN seq=x\nB -> A SYN,ACK seq=y ack=x\nA -> B ACK seq=x ack=y\nexpect A ESTABLISHD\nA -> B FIN\nA -> B RST seq=x+7\n',
      ),
      'A -> B SYN seq=x\nB -> A SYN,ACK seq=y ack=x+1\nA -> B ACK seq=x+1 ack=y+1\nexpect A ESTABLISHED\nA -> B FIN,ACK\nA -> B RST seq=x+2\n',
    ));

  it('leaves a right flow as it is', () => assert.equal(fixed(OPEN), OPEN));

  it('makes no flow of the tables worse', () => {
    const weight = (text: string): number => play(text).findings.filter((f) => f.level !== 'hint').length;
    // A run up to the limit of segments has no fix, and takes seconds.
    for (const { text } of some(flows.filter(({ id }) => id !== 'flow/run-segments'))) {
      const mended = fixed(text);
      assert.ok(weight(mended) <= weight(text), `${text}\n\n${mended}`);
    }
  });
});

describe('rewriting', () => {
  const rewritten = (text: string, line: number): [string, string][] => {
    const trace = check(play(text).script);
    return rewritesAt(trace, line).map((f) => [english(f.title, f.args), apply(text, f)]);
  };

  it('writes a segment out in full, and declares hosts', () =>
    assert.deepEqual(rewritten('A -> B  SYN  seq=x\nB -> A  SYN,ACK  # yes\nA -> B  ACK', 1), [
      [
        'Write the segment out in full',
        'A -> B  SYN      seq=x\nB -> A  SYN,ACK  seq=y  ack=x+1  win=65535  <mss 1460>  # yes\nA -> B  ACK',
      ],
      [
        'Declare A, B',
        'host A 10.0.0.1:49152\nhost B 10.0.0.2:80\n\nA -> B  SYN  seq=x\nB -> A  SYN,ACK  # yes\nA -> B  ACK',
      ],
    ]));

  it('has nothing to offer where all is written', () =>
    assert.deepEqual(rewritten('host A\nhost B\nA -> B RST seq=0', 2), []));
});
