import assert from 'node:assert/strict';
import { fixesFor } from '../../../src/editor/fix/fixes';
import { apply, holds, play, problems } from './expecting';
import { flowsIn } from './table';

/** Mistakes that can't be written as a line, with the reason. */
const NOT_WRITTEN: Readonly<Record<number, string>> = {
  17: 'a word for a situation: the states themselves are written, and checked',
  23: "the name of a system's parameter: a flow has no place for it",
  52: "a document's number and a figure's: a flow names neither",
  53: "TLS's key derivation is above what a flow says of TCP",
  54: "the order of HTTP's replies is above what a flow says of TCP",
  55: "a word of HTTP: `keepalive=` is TCP's, and `tcp/keepalive-units` speaks about it",
};

const flows = flowsIn('mistakes.tcpflow');

interface Mended {
  readonly line: number;
  /** The line after the fix; undefined if there is none. */
  readonly fixed: string | undefined;
}

/** The fixed lines that a flow states below its lines. */
function mendedLines(text: string): Mended[] {
  const mended: Mended[] = [];
  text.split('\n').forEach((line, i) => {
    if (line.startsWith('#= ')) mended.push({ line: i - 1, fixed: line.slice(3) });
    else if (line.startsWith('#! ')) mended.push({ line: i - 1, fixed: undefined });
  });
  return mended;
}

const blanksApart = (line: string): string =>
  line
    .replace(/\s*#.*$/, '')
    .replace(/\s+/g, ' ')
    .trim();

describe('the frequent mistakes', () => {
  it('are all here, or told apart with the reason', () => {
    const here = new Set(flows.map((f) => Number(f.id)));
    const all = Array.from({ length: 55 }, (_, i) => i + 1);
    assert.deepEqual(
      all.filter((n) => here.has(n) === n in NOT_WRITTEN),
      [],
    );
  });

  for (const flow of flows) {
    it(`${flow.id}: what is said`, () => {
      holds(flow.text);
      const mended = mendedLines(flow.text).map((m) => m.line);
      const stated = flow.text.split('\n').flatMap((l, i) => (/#\s*(?:error|warning|hint): /.test(l) ? [i] : []));
      assert.deepEqual(mended, stated, 'each line with a finding says what becomes of it');
    });

    for (const { line, fixed } of mendedLines(flow.text)) {
      it(`${flow.id}: ${fixed ?? 'no fix'}`, () => {
        const trace = play(flow.text);
        const findings = trace.findings.filter((f) => f.line === line && !f.rule.startsWith('flow/owed'));
        const mistake = findings.filter((f) => f.level !== 'hint');
        const fix = (mistake.length > 0 ? mistake : findings)
          .flatMap((f) => fixesFor(trace, f))
          .find((f) => f.isPreferred);
        if (fixed === undefined) {
          assert.equal(fix, undefined);
          return;
        }
        assert.ok(fix, `no fix for ${findings.map((f) => f.rule).join()}`);
        const text = apply(flow.text, fix);
        assert.equal(blanksApart(text.split('\n')[line] ?? ''), fixed);
        const before = problems(flow.text);
        const after = problems(text);
        assert.deepEqual(
          after.filter((p) => !before.includes(p)),
          [],
        );
        const isHint = findings.every((f) => f.level === 'hint');
        assert.equal(after.length, before.length - (isHint ? 0 : 1));
      });
    }
  }
});
