/** The preferred fix of a finding removes it: tested on flows with mistakes, and on flows with one field changed. */
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import type { Finding } from '../../../src/trace/finding';
import { fixesFor } from '../../../src/editor/fix/fixes';
import { apply, play } from '../check/expecting';
import { mutants, spelledOut } from '../check/mutants';
import { flowsIn } from '../check/table';
import { share, some, WHOLE } from '../share';

/** The number of findings like a given one. Hints of one rule are told apart by their arguments. */
function like(all: readonly Finding[], one: Finding): number {
  return all.filter(
    (f) => f.rule === one.rule && (f.level !== 'hint' || JSON.stringify(f.args) === JSON.stringify(one.args)),
  ).length;
}

/** The faults of the fixes offered for a flow's findings, and the number of preferred fixes. */
function broken(text: string): { readonly wrong: string[]; readonly preferred: number } {
  const trace = play(text);
  const wrong: string[] = [];
  let preferred = 0;
  for (const finding of trace.findings) {
    const fixes = fixesFor(trace, finding);
    const [first, ...rest] = fixes.filter((f) => f.isPreferred);
    if (rest.length > 0 || (first !== undefined && first !== fixes[0]))
      wrong.push(`${finding.rule}: more than one, or not the first`);
    if (first === undefined) continue;
    preferred++;
    const after = play(apply(text, first)).findings;
    if (like(after, finding) >= like(trace.findings, finding))
      wrong.push(`${finding.rule}: still there\n${apply(text, first)}`);
  }
  return { wrong, preferred };
}

/** One in this number of mutants is tried: each has several fixes, and each fix needs a check. */
const SHARE = WHOLE ? 41 : 811;
/** One in this number of the rare cases is tried. */
const CORNERS = WHOLE ? 4 : 40;

describe('the preferred fix of a finding', function () {
  this.timeout(120_000);

  it('removes it, in the corners of the standard', () => {
    let preferred = 0;
    for (const file of readdirSync('test/fixtures/flows/corners')) {
      for (const [i, flow] of flowsIn(`corners/${file}`).entries()) {
        if (i % CORNERS !== 0 && (file !== 'fates.tcpflow' || !WHOLE)) continue;
        const found = broken(flow.text);
        assert.deepEqual(found.wrong, [], `${file} ${flow.id}`);
        preferred += found.preferred;
      }
    }
    assert.ok(preferred > share(50, 20), `${preferred} fixes`);
  });

  it('removes it, where names, numbers and windows are not what was meant, and after mistakes', () => {
    let preferred = 0;
    for (const file of ['names.tcpflow', 'scaled.tcpflow', 'relative.tcpflow', 'going-on.tcpflow']) {
      for (const flow of some(flowsIn(file), 6)) {
        const found = broken(flow.text);
        assert.deepEqual(found.wrong, [], `${file} ${flow.id}`);
        preferred += found.preferred;
      }
    }
    assert.ok(preferred > share(30, 20), `${preferred} fixes`);
  });

  it('removes it, where one field of a right flow is changed', () => {
    let preferred = 0;
    for (const file of ['corners/closing.tcpflow', 'corners/opening.tcpflow', 'corners/sack.tcpflow']) {
      for (const flow of flowsIn(file)) {
        if (play(flow.text).findings.some((f) => f.level !== 'hint')) continue;
        for (const [i, { text }] of mutants(spelledOut(flow.text)).entries()) {
          if (i % SHARE !== 0) continue;
          const found = broken(text);
          assert.deepEqual(found.wrong, [], text);
          preferred += found.preferred;
        }
      }
    }
    assert.ok(preferred > share(50, 20), `${preferred} fixes`);
  });
});
