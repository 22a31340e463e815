import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { apply, isClean, named, play, problems } from './expecting';
import { mutants, referenceFlows, spelledOut } from './mutants';
import { some } from '../share';

const flows = referenceFlows(readFileSync('media/docs/language.md', 'utf8'));
const texts: readonly (readonly [string, string])[] = [
  ['a whole flow', flows[0] ?? ''],
  ['a whole flow, spelled out', spelledOut(flows[0] ?? '')],
  ['three lines', flows[1] ?? ''],
  ['three lines, spelled out', spelledOut(flows[1] ?? '')],
];

describe('the flows of the language reference', () => {
  for (const [title, text] of texts) it(`${title}: clean`, () => isClean(text));
});

describe('one wrong number', () => {
  for (const [title, text] of texts) {
    const all = mutants(text);
    it(`${title}: ${all.length} mistakes, each one error on its line, whose fix makes the flow clean`, () => {
      assert.ok(all.length >= 20);
      const wrong: string[] = [];
      for (const m of some(all)) {
        const found = play(m.text).findings.filter((f) => f.level !== 'hint');
        const [only] = found;
        const line = m.text.split('\n')[m.line] ?? '';
        if (only === undefined || found.length > 1 || only.level !== 'error' || only.line !== m.line) {
          wrong.push(
            `${m.what}: ${line}\n    ${found.map((f) => `${f.line + 1} ${named(f)}`).join(', ') || 'nothing found'}`,
          );
        } else if (only.fix === undefined) wrong.push(`${m.what}: ${line}\n    no fix for ${only.rule}`);
        else if (problems(apply(m.text, only.fix)).length > 0) {
          wrong.push(`${m.what}: ${line}\n    fix leaves ${problems(apply(m.text, only.fix)).join(', ')}`);
        }
      }
      assert.equal(wrong.join('\n'), '');
    });
  }
});
