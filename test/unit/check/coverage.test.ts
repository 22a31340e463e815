import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RULES } from '../../../src/trace';
import { REQUIREMENTS } from './appendix-b';
import { coverage, ruleExists } from './coverage-page';
import { differences, play } from './expecting';
import { flowsIn } from './table';

const ids = new Set(REQUIREMENTS.map((r) => r.id));

/** The identifiers of all requirements of Appendix B: `MUST-1` to `MUST-69`, and so on. */
function appendixB(): string[] {
  const counts = { MUST: 69, SHLD: 31, MAY: 18, REC: 1 };
  return Object.entries(counts).flatMap(([kind, n]) => Array.from({ length: n }, (_, i) => `${kind}-${i + 1}`));
}

function rowsInSource(): Set<string> {
  const files = readdirSync('src/tcp', { recursive: true, encoding: 'utf8' }).filter((f) => f.endsWith('.ts'));
  const text = files.map((f) => readFileSync(join('src/tcp', f), 'utf8')).join('\n');
  const rows = new Set([...text.matchAll(/'([UCLSEIT]\d\d)'/g)].map(([, row = '']) => row));
  assert.ok(rows.size >= 86, `only ${rows.size} transitions were found in the source`);
  return rows;
}

describe('the requirements of RFC 9293 Appendix B', () => {
  it('are all there, once', () => {
    assert.deepEqual(
      REQUIREMENTS.map((r) => r.id),
      appendixB(),
    );
  });

  it('can be seen from segments in 62 cases, with events in 18 more', () => {
    const count = (seen: string): number => REQUIREMENTS.filter((r) => r.seen === seen).length;
    assert.deepEqual([count('segments'), count('events'), count('no')], [62, 18, 39]);
  });

  it('name rules and transitions that exist', () => {
    const rows = rowsInSource();
    assert.deepEqual(
      REQUIREMENTS.flatMap((r) => [
        ...(r.rules ?? []).filter((rule) => !ruleExists(rule)),
        ...(r.rows ?? []).filter((row) => !rows.has(row)),
      ]),
      [],
    );
  });

  it('are covered by a rule or a transition with two flows wherever they can be seen, or say why not', () => {
    assert.deepEqual(
      coverage()
        .filter(({ requirement: r, covered }) => r.seen !== 'no' && covered === (r.open !== undefined))
        .map((c) => c.requirement.id),
      [],
    );
    for (const { requirement: r, covered } of coverage()) {
      if (covered) assert.ok((r.rules ?? r.rows ?? []).length > 0, r.id);
    }
  });

  it('are named by each rule whose source cites them', () => {
    const missing = RULES.flatMap(({ id, source }) =>
      [...source.matchAll(/(?:MUST|SHLD|MAY|REC)-\d+/g)]
        .map(([cited]) => cited)
        .filter((cited) => !REQUIREMENTS.some((r) => r.id === cited && r.rules?.includes(id.replace('tcp/', ''))))
        .map((cited) => `${id} cites ${cited}`),
    );
    assert.deepEqual([...new Set(missing)], []);
  });

  flowsIn('requirements.tcpflow').forEach((flow, i) => {
    it(`${flow.id} ${flow.verdict ?? ''} (${i + 1})`, () => {
      assert.ok(ids.has(flow.id), flow.id);
      assert.deepEqual(differences(flow.text), [], flow.text);
      assert.equal(/# (?:error|warning|hint):/.test(flow.text), flow.verdict === 'breaks');
      const rows = REQUIREMENTS.find((r) => r.id === flow.id)?.rows;
      const taken = play(flow.text).steps.flatMap((s) => s.moves.map((m): string => m.row));
      if (flow.verdict === 'keeps' && rows !== undefined)
        assert.ok(
          rows.some((row) => taken.includes(row)),
          `took ${taken.join(' ')}`,
        );
    });
  });
});
