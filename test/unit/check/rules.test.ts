import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { FLOW_RULES, RULES, SILENCES } from '../../../src/trace';
import { RULE_GROUPS, SEGMENT_RULES } from '../../../src/tcp/rules';
import { apply, differences, holds, play, problems } from './expecting';
import { flowsIn, type Flow } from './table';

const tables = readdirSync('test/fixtures/flows/rules').map((file) => ({ file, flows: flowsIn(`rules/${file}`) }));
const flows = tables.flatMap((t) => t.flows);
const ids = new Set(flows.map((f) => f.id));

describe('the rules', () => {
  it('have a flow that keeps and one that breaks each of them', () => {
    const has = (id: string, verdict: Flow['verdict']): boolean =>
      flows.some((f) => f.id === id && f.verdict === verdict);
    assert.deepEqual(
      RULES.map((r) => r.id).filter((id) => !has(id, 'keeps') || !has(id, 'breaks')),
      [],
    );
  });

  it('have no flow for a rule that is not there', () => {
    const known = new Set(RULES.map((r) => r.id));
    assert.deepEqual(
      [...ids].filter((id) => !known.has(id)),
      [],
    );
  });

  for (const { file, flows: own } of tables) {
    describe(file.replace('.tcpflow', ''), () => {
      own.forEach((flow, i) => {
        it(`${flow.id} ${flow.verdict ?? ''} (${i + 1})`, () => {
          holds(flow.text);
          const states = new RegExp(`#.*${flow.id}\\b`).test(flow.text);
          assert.equal(states, flow.verdict === 'breaks');
        });
      });
    });
  }
});

describe('a fix', () => {
  for (const flow of flows.filter((f) => f.verdict === 'breaks')) {
    const broken = play(flow.text).findings.find((f) => f.rule === flow.id);
    const { fix } = broken ?? {};
    if (broken === undefined || fix === undefined) continue;
    it(`of ${flow.id} makes the line clean`, () => {
      const mended = apply(flow.text, fix);
      const left = play(mended).findings.filter(
        (f) => f.line === broken.line && (f.level !== 'hint' || f.rule === flow.id),
      );
      assert.deepEqual(left, [], mended);
      const before = new Set(problems(flow.text).filter((f) => !f.startsWith(`${broken.line + 1}:`)));
      assert.deepEqual(
        problems(mended).filter((f) => !before.has(f)),
        [],
        `${mended}\nother lines`,
      );
    });
  }
});

describe('a mistake that is meant', () => {
  const onSegments = new Set(SEGMENT_RULES.map((r) => r.id));
  const cases = flows.filter((f) => f.verdict === 'breaks' && onSegments.has(f.id));
  for (const flow of cases) {
    it(`violates ${flow.id}, and nothing is said`, () => {
      const lines = flow.text.split('\n');
      for (const { line } of play(flow.text).findings.filter((f) => f.rule === flow.id)) {
        const written = lines[line]?.replace(/\s*#.*$/, '') ?? '';
        if (!/ (->|-x|~>) /.test(written)) continue;
        const meant = lines.with(line, `${written} violates ${flow.id}`).join('\n');
        const left = play(meant).findings.filter((f) => f.line === line && (f.level !== 'hint' || f.rule === flow.id));
        assert.deepEqual(left, [], meant);
      }
    });
  }
});

describe('a rule that is taken away', () => {
  for (const id of Object.keys(SILENCES)) {
    it(`${id} is missed where nobody speaks`, () => {
      const silences: Record<string, unknown> = SILENCES;
      const rule = silences[id];
      try {
        Reflect.deleteProperty(silences, id);
        const own = flows.filter((f) => f.id === id && f.verdict === 'breaks');
        assert.ok(own.some((f) => differences(f.text, RULE_GROUPS).length > 0));
      } finally {
        silences[id] = rule;
      }
    });
  }

  for (const id of new Set(SEGMENT_RULES.map((r) => r.id).filter((r) => ids.has(r)))) {
    it(`${id} is missed by its flows`, () => {
      const without = RULE_GROUPS.map((group) => group.filter((rule) => rule.id !== id));
      const own = flows.filter((f) => f.id === id && f.verdict === 'breaks');
      const unmoved = own.filter((f) => differences(f.text, without).length === 0);
      // A rule that also applies to missing replies or expectations has flows for those, which no row of the table
      // decides.
      if (id in FLOW_RULES) assert.ok(unmoved.length < own.length);
      else assert.deepEqual(unmoved, []);
    });
  }

  // A rule with two aspects has several rows, each with a flow of its own.
  for (const rule of SEGMENT_RULES.filter((r) => SEGMENT_RULES.some((s) => s !== r && s.id === r.id))) {
    it(`${rule.id} is missed in its row on ${rule.aspect}`, () => {
      const without = RULE_GROUPS.map((group) => group.filter((r) => r !== rule));
      const own = flows.filter((f) => f.id === rule.id && f.verdict === 'breaks');
      assert.ok(own.some((f) => differences(f.text, without).length > 0));
    });
  }
});
